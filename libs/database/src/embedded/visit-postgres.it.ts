import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import pg from 'pg';
import { eventually, silentLogger } from '@cauce/testing';
import { EmbeddedPostgres, visitPostgres } from '../index.js';

/** Root's own folder for temporary files may be closed to the server's user. */
const TEMP = process.getuid?.() === 0 ? '/tmp' : tmpdir();

jest.setTimeout(60_000);

let dataDir = '';
const cleanUps: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(TEMP, 'cauce-visit-'));
  chmodSync(dataDir, 0o755);
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await EmbeddedPostgres.remove(dataDir);
});

const options = () => ({ dataDir, logger: silentLogger(), settings: { fsync: 'off' } });

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a visit to the embedded PostgreSQL', () => {
  it('uses the server beside its owner, and leaves it running', async () => {
    const owner = await EmbeddedPostgres.start(options());
    cleanUps.push(() => owner.stop());
    await query(owner.url, 'create table seen as select 7 as n');
    const visit = await visitPostgres(options());
    expect(visit.url).toBe(owner.url);
    expect(await query(visit.url, 'select n from seen')).toEqual([{ n: 7 }]);
    await visit.leave();
    expect(await query(owner.url, 'select n from seen')).toEqual([{ n: 7 }]);
  });

  it('does not stand in the way of an owner who comes later', async () => {
    const first = await EmbeddedPostgres.start(options());
    await visitPostgres(options());
    await first.stop();
    const second = await EmbeddedPostgres.start(options());
    cleanUps.push(() => second.stop());
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts a server where none runs, and stops it when it leaves', async () => {
    const visit = await visitPostgres(options());
    cleanUps.push(() => visit.leave());
    await query(visit.url, 'create table kept as select 1 as n');
    await visit.leave();
    await expect(query(visit.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    const again = await visitPostgres(options());
    cleanUps.push(() => again.leave());
    expect(await query(again.url, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('waits for a server that is just stopping, and starts it again', async () => {
    const owner = await EmbeddedPostgres.start(options());
    await query(owner.url, 'create table kept as select 1 as n');
    const lastOne = new pg.Client({ connectionString: owner.url });
    await lastOne.connect();
    // Told so, a server ends only when its last connection has: until then it refuses all others.
    process.kill(owner.pid, 'SIGTERM');
    await eventually(() => expect(query(owner.url, 'select 1')).rejects.toThrow('shutting down'));
    const visiting = visitPostgres(options());
    await lastOne.end();
    await owner.stop();
    const visit = await visiting;
    cleanUps.push(() => visit.leave());
    expect(await query(visit.url, 'select n from kept')).toEqual([{ n: 1 }]);
  });
});
