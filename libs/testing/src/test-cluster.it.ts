import { existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres } from '@cauce/database';
import { dropDatabase, freePort, freshDatabaseUrl, startScript, testDatabase } from './index.js';

const START = `
  const { startTestCluster, stopTestCluster } = await import('@cauce/testing');
  await startTestCluster();
  console.log('cluster ' + process.env.CAUCE_TEST_DATABASE_URL);`;

async function select(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the cluster of a test run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cauce-testing-'));
  });
  afterEach(() => EmbeddedPostgres.remove(folder));

  it('is gone after the run, data and all', async () => {
    const run = startScript(`${START} await stopTestCluster(); console.log('stopped');`, {
      TMPDIR: folder,
    });
    const [, url = ''] = await run.printed(/cluster (\S+)/);
    expect(await run.ended).toBe(0);
    await expect(select(url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(existsSync(join(folder, `cauce-test-postgres-${run.child.pid}`))).toBe(false);
  }, 30_000);

  it('of a killed run is cleared away by the next one', async () => {
    const killed = startScript(`${START} setInterval(() => {}, 1000);`, { TMPDIR: folder });
    const [, url = ''] = await killed.printed(/cluster (\S+)/);
    await killed.kill();
    expect(await select(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const next = startScript(`${START} await stopTestCluster();`, { TMPDIR: folder });
    expect(await next.ended).toBe(0);
    await expect(select(url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(existsSync(join(folder, `cauce-test-postgres-${killed.child.pid}`))).toBe(false);
  }, 30_000);

  it('has room for the pools of every suite', async () => {
    const url = await freshDatabaseUrl();
    const [row] = await select(url, "select current_setting('max_connections')::int >= 300 as ok");
    await dropDatabase(url);
    expect(row).toEqual({ ok: true });
  });
});

describe('a test database', () => {
  it('is empty, its own, and dropped with the suite', async () => {
    const one = await testDatabase({ service: 'demo', migrations: [] });
    await using other = await testDatabase({ service: 'demo', migrations: [] });
    expect(one.url).not.toBe(other.url);
    const { url } = one;
    await one.close();
    await expect(select(url, 'select 1')).rejects.toMatchObject({ code: '3D000' });
    expect(await other.reads.query('select name from migrations')).toEqual([]);
  });
});

it('a free port is free', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  server.close();
  expect(port).toBeGreaterThan(0);
});
