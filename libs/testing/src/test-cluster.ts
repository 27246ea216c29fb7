import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@cauce/database';
import { silentLogger } from './logs.js';

const PREFIX = 'cauce-test-postgres-';

/** The data of a test run need not survive it. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  autovacuum: 'on',
};

let cluster: { postgres: EmbeddedPostgres; dataDir: string } | null = null;

/** Starts the PostgreSQL of a test run and puts its URL into CAUCE_TEST_DATABASE_URL. */
export async function startTestCluster(): Promise<void> {
  removeLeftovers();
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
  remove(cluster.dataDir);
  cluster = null;
}

/** Servers and data of earlier runs that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : NaN;
    if (Number.isInteger(pid) && !isAlive(pid)) remove(join(tmpdir(), name));
  }
}

function remove(dataDir: string): void {
  const folder = folderOf(dataDir);
  try {
    const [pid] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGQUIT');
  } catch {
    // It has no server, or one of another user: then its data cannot be removed either.
  }
  for (const path of [folder, dataDir]) {
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    } catch {
      // The next run tries again.
    }
  }
}

function folderOf(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, 'location'), 'utf8').trim();
  } catch {
    return join(dataDir, 'cluster');
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
