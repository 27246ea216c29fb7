import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Database, type DatabaseOptions } from '@cauce/database';
import { silentLogger } from './logs.js';

/** A service's database that disappears: `await using database = await testDatabase(…)`. */
export type TestDatabase = Database & AsyncDisposable & { readonly url: string };

/**
 * Makes an empty database in the test run's PostgreSQL.
 *
 * @returns its superuser URL
 */
export async function freshDatabaseUrl(): Promise<string> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  await onCluster(`create database ${name}`);
  const url = new URL(clusterUrl());
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops a database of {@link freshDatabaseUrl}, with whoever is still connected. */
export async function dropDatabase(url: string): Promise<void> {
  await onCluster(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`);
}

/** Opens a service's database, fresh and migrated. `close()` drops it too. */
export async function testDatabase(
  options: Omit<DatabaseOptions, 'url' | 'logger'> & Partial<Pick<DatabaseOptions, 'logger'>>,
): Promise<TestDatabase> {
  const url = await freshDatabaseUrl();
  const database = await Database.open({ logger: silentLogger(), ...options, url });
  const disconnect = database.close.bind(database);
  const close = async () => {
    await disconnect();
    await dropDatabase(url);
  };
  return Object.assign(database, { url, close, [Symbol.asyncDispose]: close });
}

function clusterUrl(): string {
  const url = process.env['CAUCE_TEST_DATABASE_URL'];
  if (url !== undefined) return url;
  throw new Error(
    'CAUCE_TEST_DATABASE_URL is not set: tests with a database are named *.it.ts and run in the project "system"',
  );
}

async function onCluster(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl() });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
