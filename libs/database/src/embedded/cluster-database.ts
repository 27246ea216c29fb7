import { readFileSync } from 'node:fs';
import pg from 'pg';
import { codeOf } from '../error-code.js';
import type { ClusterPlace } from './cluster-place.js';
import { SUPERUSER } from './init-cluster.js';
import type { Postmaster } from './postmaster.js';

const DATABASE = 'cauce';

/** Superuser connection string of a database on a cluster's server; of ours when none is named. */
export function urlOf(place: ClusterPlace, server: Postmaster, database = DATABASE): string {
  const password = readFileSync(place.passwordFile, 'utf8');
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${server.port}/${database}`;
}

/**
 * Makes our database on a server that may be new.
 *
 * @param url - of the server's database `postgres`
 */
export async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // The owner and a visitor may both find it missing: who comes second has what it wants.
    if (!['42P04', '23505'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await client.end();
  }
}
