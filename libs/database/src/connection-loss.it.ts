import { jest } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { eventually, startScript, testDatabase, type TestDatabase } from '@cauce/testing';
import { EmbeddedPostgres, isTransient } from './index.js';
import type { QueryRunner } from 'typeorm';

jest.setTimeout(60_000);

class MakeNotes1760000000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table notes (id text primary key)');
  }
  async down(): Promise<void> {}
}

/** Ends every connection of the service from outside, as an administrator or a restart does. */
async function terminate(database: TestDatabase): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.end();
  return rowCount ?? 0;
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );

describe('a service that loses its connections', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase({
      service: 'demo-loss',
      migrations: [MakeNotes1760000000001],
      poolSize: 3,
    });
  });
  afterEach(() => database.close());

  const notes = () => database.reads.query('select id from notes order by id');

  it('goes on when they were idle', async () => {
    await Promise.all([1, 2, 3].map(() => database.ping()));
    expect(await terminate(database)).toBe(3);
    await eventually(() => database.ping().then(() => true));
    expect(await notes()).toEqual([]);
  });

  it('fails the transaction that held one between statements, counts nothing, and goes on', async () => {
    const failure = await failureOf(
      database.transaction(async (tx) => {
        await tx.execute("insert into notes values ('a')");
        await terminate(database);
        await tx.execute("insert into notes values ('b')");
      }),
    );
    expect(failure).toMatchObject({ name: 'ConnectionLostError' });
    expect(isTransient(failure)).toBe(true);
    expect(await eventually(notes)).toEqual([]);
  });

  it('fails the transaction whose statement was running', async () => {
    const failure = await failureOf(
      database.transaction(async (tx) => {
        const running = tx.query('select pg_sleep(20)');
        await eventually(async () => (await terminate(database)) > 0);
        await running;
      }),
    );
    expect(isTransient(failure)).toBe(true);
    await eventually(() => database.ping().then(() => true));
  });

  it('fails the commit when the connection went just before it', async () => {
    const failure = await failureOf(
      database.transaction(async (tx) => {
        await tx.execute("insert into notes values ('a')");
        await terminate(database);
      }),
    );
    expect(isTransient(failure)).toBe(true);
    expect(await eventually(notes)).toEqual([]);
  });

  it('rolls back quietly on a dead connection, so that the first error is the one that shows', async () => {
    for (let round = 0; round < 5; round++) {
      const failure = await failureOf(
        database.transaction(async (tx) => {
          await tx.execute("insert into notes values ('a')");
          await terminate(database);
          throw new Error('our own reason');
        }),
      );
      expect(failure).toMatchObject({ message: 'our own reason' });
    }
    // The pool has three connections: none of the five above was kept.
    await Promise.all([1, 2, 3].map(() => eventually(() => database.ping().then(() => true))));
  });

  it('is told when another waits too long for a lock, as something that passes', async () => {
    await database.reads.execute("insert into notes values ('a')");
    const failure = await database.transaction(async (tx) => {
      await tx.query("select id from notes where id = 'a' for update");
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query("set lock_timeout = '100ms'; set search_path = demo_loss");
      const refused = await failureOf(client.query("delete from notes where id = 'a'"));
      await client.end();
      return refused;
    });
    expect(isTransient(failure)).toBe(true);
  });

  it('starts every connection with limits on statements, locks and idle transactions', async () => {
    const [row] = await database.reads.query(
      `select current_setting('statement_timeout') as statement,
              current_setting('lock_timeout') as lock,
              current_setting('idle_in_transaction_session_timeout') as idle,
              current_setting('search_path') as path, current_user as "user"`,
    );
    expect(row).toEqual({
      statement: '30s',
      lock: '5s',
      idle: '15s',
      path: 'demo_loss',
      user: 'cauce_demo_loss',
    });
  });
});

describe('a process whose PostgreSQL restarts', () => {
  it('does not exit, with connections idle and in a transaction, and works again', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-restart-'));
    const script = startScript(
      `
      import { Database, EmbeddedPostgres } from '@cauce/database';
      import { createLogger } from '@cauce/observability';
      const logger = createLogger({ service: 'script', level: 'silent' });
      const start = () => EmbeddedPostgres.start({ dataDir: process.env.DATA, logger, settings: { fsync: 'off' } });
      let postgres = await start();
      const database = await Database.open({ url: postgres.url, service: 'demo', migrations: [], logger });
      await Promise.all([1, 2, 3].map(() => database.ping()));
      const held = database.transaction(async (tx) => {
        await tx.query('select 1');
        await postgres.stop();
        postgres = await start();
        await tx.query('select 1');
      });
      console.log('transaction:', await held.catch((error) => error.name));
      for (let tries = 0; ; tries++) {
        try { await database.ping(); break; } catch (error) { if (tries > 50) throw error; }
      }
      console.log('works again');
      await database.close();
      await postgres.stop();
      `,
      { DATA: dataDir },
    );
    expect(await script.ended).toBe(0);
    expect(script.text).toContain('transaction: ConnectionLostError');
    expect(script.text).toContain('works again');
    await EmbeddedPostgres.remove(dataDir);
  });
});
