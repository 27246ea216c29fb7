import { mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@cauce/database';
import { silentLogger } from './logs.js';

const PREFIX = 'cauce-test-postgres-';

/** The data of a test run need not survive it, and two workers open a pool for every service. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  max_wal_size: '2GB',
};

let cluster: { readonly postgres: EmbeddedPostgres; readonly dataDir: string } | null = null;

/**
 * Starts the PostgreSQL of a test run and puts its URL into CAUCE_TEST_DATABASE_URL, unless that names
 * one already.
 */
export async function startTestCluster(): Promise<void> {
  if (process.env['CAUCE_TEST_DATABASE_URL'] !== undefined) return;
  await removeLeftovers();
  const dataDir = join(tmpdir(), `${PREFIX}${process.pid}`);
  mkdirSync(dataDir, { mode: 0o755 });
  const binDir = process.env['CAUCE_PG_BIN'];
  const postgres = await EmbeddedPostgres.start({
    dataDir,
    logger: silentLogger(),
    settings: SETTINGS,
    ...(binDir === undefined ? {} : { binDir }),
  });
  cluster = { postgres, dataDir };
  process.env['CAUCE_TEST_DATABASE_URL'] = postgres.url;
}

export async function stopTestCluster(): Promise<void> {
  if (cluster === null) return;
  await cluster.postgres.stop();
  await EmbeddedPostgres.remove(cluster.dataDir);
  cluster = null;
}

/** Servers and data of earlier runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : NaN;
    if (!Number.isInteger(pid) || (pid !== process.pid && isAlive(pid))) continue;
    try {
      await EmbeddedPostgres.remove(join(tmpdir(), name));
    } catch {
      // It is another user's: theirs to remove.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of the two ways to fail, only "not permitted" means that it is there.
    return String(error).includes('EPERM');
  }
}
