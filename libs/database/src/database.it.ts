import { jest } from '@jest/globals';
import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Metrics } from '@cauce/observability';
import { captureLogger, eventually, testDatabase, type TestDatabase } from '@cauce/testing';
import {
  bigintColumn,
  expectRows,
  isTransient,
  isUniqueViolation,
  type Transaction,
} from './index.js';

jest.setTimeout(60_000);

@Entity('coins')
class Coin {
  @PrimaryColumn('text') id!: string;
  @Column('bigint', { name: 'value_minor', transformer: bigintColumn }) valueMinor!: bigint;
  @Column('text', { nullable: true }) note!: string | null;
}

class MakeCoins1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table coins (id text primary key, value_minor bigint not null check (value_minor > 0), note text)',
    );
    await runner.query(
      'create table boxes (name text, constraint one_box unique (name) deferrable initially deferred)',
    );
  }
  async down(): Promise<void> {}
}

const open = (more: { poolSize?: number; metrics?: Metrics } = {}) =>
  testDatabase({
    service: 'demo-coins',
    entities: [Coin],
    migrations: [MakeCoins1760000000001],
    ...more,
  });

const insert = (tx: Transaction, id: string) =>
  tx.execute('insert into coins (id, value_minor) values ($1, 1)', [id]);

const ids = async (database: TestDatabase) =>
  (await database.reads.query<{ id: string }>('select id from coins order by id')).map(
    (row) => row.id,
  );

/** A promise that the test settles itself, to hold a transaction where it is. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('a transaction', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open({ poolSize: 2 });
  });
  afterAll(() => database.close());
  beforeEach(() => database.reads.execute('delete from coins'));

  it('returns what the work returned, committed', async () => {
    const result = await database.transaction(async (tx) => {
      expectRows(await insert(tx, 'a'), 1, 'coin kept');
      return 'done';
    });
    expect(result).toBe('done');
    expect(await ids(database)).toEqual(['a']);
  });

  it('rolls everything back when the work throws, entities included', async () => {
    const coin = Object.assign(new Coin(), { id: 'e', valueMinor: 5n, note: null });
    const failing = database.transaction(async (tx) => {
      await insert(tx, 'a');
      await tx.manager.save(coin);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await ids(database)).toEqual([]);
  });

  it('is read committed', async () => {
    const level = await database.transaction((tx) => tx.query('show transaction_isolation'));
    expect(level).toEqual([{ transaction_isolation: 'read committed' }]);
  });

  it.each([
    ['a transaction', (d: TestDatabase) => d.transaction(async (tx) => insert(tx, 'inner'))],
    ['a read', (d: TestDatabase) => d.reads.query('select 1')],
    ['a lone write', (d: TestDatabase) => d.reads.execute("insert into coins values ('inner', 1)")],
  ])('refuses %s of the same database inside it, and counts nothing', async (_name, use) => {
    const nested = database.transaction(async (tx) => {
      await insert(tx, 'outer');
      await use(database);
    });
    await expect(nested).rejects.toThrow('inside a transaction');
    expect(await ids(database)).toEqual([]);
  });

  it('refuses a nested use behind a transaction of another database, too', async () => {
    await using other = await testDatabase({ service: 'demo-other', migrations: [] });
    const nested = database.transaction(() =>
      other.transaction(() => database.reads.query('select 1')),
    );
    await expect(nested).rejects.toThrow('inside a transaction');
  });

  it('allows the database of another service, and its own after the end', async () => {
    await using other = await testDatabase({ service: 'demo-other', migrations: [] });
    const late = await database.transaction(async (tx) => {
      await insert(tx, 'a');
      expect(await other.reads.query('select 1 as one')).toEqual([{ one: 1 }]);
      const ended = gate();
      tx.afterCommit(ended.open);
      return { read: ended.opened.then(() => ids(database)) };
    });
    expect(await late.read).toEqual(['a']);
  });

  it('does not wait for itself when more transactions than connections nest', async () => {
    const nested = Array.from({ length: 8 }, () =>
      database.transaction(async (tx) => {
        await tx.query('select pg_sleep(0.01)');
        await database.reads.query('select 1');
      }),
    );
    const results = await Promise.allSettled(nested);
    expect(results.map((one) => one.status)).toEqual(Array(8).fill('rejected'));
    await database.ping();
  });

  it('refuses two statements at once, by hand and by the manager', async () => {
    const both = database.transaction((tx) => Promise.all([insert(tx, 'a'), insert(tx, 'b')]));
    await expect(both).rejects.toThrow('two statements at once');
    const finds = database.transaction((tx) =>
      Promise.all([tx.manager.find(Coin), tx.manager.find(Coin)]),
    );
    await expect(finds).rejects.toThrow('two statements at once');
    expect(await ids(database)).toEqual([]);
  });

  it('lets no straggler write after the rollback', async () => {
    const failed = gate();
    let straggler: Promise<unknown> = Promise.resolve();
    const failing = database.transaction(async (tx) => {
      straggler = failed.opened.then(() => insert(tx, 'late'));
      throw new Error('first branch');
    });
    await expect(failing).rejects.toThrow('first branch');
    failed.open();
    await expect(straggler).rejects.toThrow('after the transaction had ended');
    expect(await ids(database)).toEqual([]);
  });

  it('lets no statement slip into the next transaction on the same connection', async () => {
    const kept: Transaction[] = [];
    await database.transaction(async (tx) => {
      kept.push(tx);
      await tx.query('select 1');
    });
    const [tx] = kept;
    await expect(tx?.manager.find(Coin)).rejects.toThrow('after the transaction had ended');
    expect(() => tx?.afterCommit(() => undefined)).toThrow('after the transaction had ended');
  });

  it('refuses to commit while a statement runs that nobody waits for', async () => {
    const careless = database.transaction(async (tx) => {
      void insert(tx, 'a');
    });
    await expect(careless).rejects.toThrow('was left while');
    expect(await ids(database)).toEqual([]);
  });

  it('refuses to commit after a failed statement was swallowed', async () => {
    const careless = database.transaction(async (tx) => {
      await insert(tx, 'a');
      await insert(tx, 'a').catch(() => undefined);
    });
    await expect(careless).rejects.toThrow('ended in a rollback');
    expect(await ids(database)).toEqual([]);
  });

  it('throws what a deferred constraint finds at the commit', async () => {
    const twice = database.transaction(async (tx) => {
      await tx.execute("insert into boxes values ('x'), ('x')");
    });
    await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'one_box' });
    expect(await database.reads.query('select * from boxes')).toEqual([]);
  });

  it('runs effects after the commit in order, none after a rollback, and survives a failing one', async () => {
    const { logger, lines } = captureLogger();
    await using own = await testDatabase({ service: 'demo-effects', migrations: [], logger });
    const seen: string[] = [];
    await own.transaction(async (tx) => {
      tx.afterCommit(() => seen.push('first'));
      tx.afterCommit(() => {
        throw new Error('effect');
      });
      tx.afterCommit(() => seen.push('second'));
      await tx.query('select 1');
    });
    const failing = own.transaction(async (tx) => {
      tx.afterCommit(() => seen.push('never'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(seen).toEqual(['first', 'second']);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', msg: 'an effect after a commit failed' }),
    );
  });

  it('gives every connection back, however it ends', async () => {
    const listeners = () =>
      database.transaction(async (tx) => {
        const client = await tx.manager.queryRunner?.connect();
        return client.listenerCount('error');
      });
    const before = await listeners();
    for (let round = 0; round < 30; round++) {
      await database.transaction((tx) => tx.query('select 1'));
      await database.reads.query('select broken').catch(() => undefined);
      await database.transaction((tx) => tx.query('select broken')).catch(() => undefined);
    }
    await database.ping();
    expect(await listeners()).toBe(before);
  });

  it('opens no stream', async () => {
    const streaming = database.transaction(async (tx) =>
      tx.manager.createQueryBuilder(Coin, 'c').stream(),
    );
    await expect(streaming).rejects.toThrow('stream');
  });
});

describe('a full pool', () => {
  it('refuses within two seconds, as something that passes, and recovers', async () => {
    const metrics = new Metrics();
    await using database = await open({ poolSize: 2, metrics });
    const end = gate();
    const holders = [1, 2].map(() => database.transaction(() => end.opened));
    const startedAt = performance.now();
    const refused = await database.reads.query('select 1').catch((error: unknown) => error);
    expect(performance.now() - startedAt).toBeLessThan(2_900);
    expect(refused).toMatchObject({ name: 'DatabaseBusyError' });
    expect(isTransient(refused)).toBe(true);
    const waiting = database.reads.query('select 1');
    await eventually(async () =>
      expect(await metrics.text()).toContain('cauce_database_waiting{service="demo-coins"} 1'),
    );
    expect(await metrics.text()).toContain(
      'cauce_database_connections{service="demo-coins",state="used"} 2',
    );
    end.open();
    await Promise.all([...holders, waiting]);
    expect(await metrics.text()).toContain('cauce_database_waiting{service="demo-coins"} 0');
  });
});

describe('closing', () => {
  it('lets a running transaction finish and takes no other', async () => {
    const database = await open();
    const end = gate();
    const running = database.transaction(async (tx) => {
      await insert(tx, 'a');
      await end.opened;
      return insert(tx, 'b');
    });
    const closing = database.close();
    await expect(database.transaction(async () => 1)).rejects.toThrow('is closed');
    await expect(database.reads.query('select 1')).rejects.toThrow('is closed');
    end.open();
    expect(await running).toBe(1);
    await closing;
  });
});

describe('what comes back', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  it('keeps amounts exact beyond the numbers of JavaScript', async () => {
    const valueMinor = 9_007_199_254_740_993n;
    await database.transaction((tx) =>
      tx.manager.insert(Coin, { id: 'big', valueMinor, note: null }),
    );
    const found = await database.transaction((tx) =>
      tx.manager.findOneByOrFail(Coin, { valueMinor }),
    );
    expect(found.valueMinor).toBe(valueMinor);
    const [row] = await database.reads.query("select value_minor from coins where id = 'big'");
    expect(row).toEqual({ value_minor: '9007199254740993' });
  });

  it('keeps a day the text it is, and takes bigint parameters', async () => {
    const [row] = await database.reads.query(
      "select date '2026-11-23' as day, $1::bigint as amount, timestamptz '2026-11-23T00:00:00-05' as at",
      [9_007_199_254_740_993n],
    );
    expect(row).toEqual({
      day: '2026-11-23',
      amount: '9007199254740993',
      at: new Date('2026-11-23T05:00:00Z'),
    });
  });

  it('counts affected rows and returns those of RETURNING', async () => {
    await database.reads.execute("insert into coins values ('n1', 1), ('n2', 1)");
    const update = "update coins set note = 'x' where id in ('n1', 'n2')";
    expect(await database.reads.execute(update)).toBe(2);
    expect(await database.reads.query(`${update} returning id`)).toHaveLength(2);
    expect(await database.reads.execute("delete from coins where id = 'nobody'")).toBe(0);
  });

  it.each([null, undefined])('refuses to look an entity up by %s', async (note) => {
    const look = database.transaction((tx) =>
      tx.manager.findOne(Coin, { where: { note: note as unknown as string } }),
    );
    await expect(look).rejects.toThrow(/Null|Undefined/i);
  });

  it('refuses to delete entities without a condition', async () => {
    const all = database.transaction((tx) => tx.manager.delete(Coin, {}));
    await expect(all).rejects.toThrow(/empty criteria/i);
  });

  it('tells a taken key from other refusals', async () => {
    await database.reads.execute("insert into coins values ('key', 1)");
    const taken = await database.reads
      .execute("insert into coins values ('key', 1)")
      .catch((error: unknown) => error);
    const broken = await database.reads
      .execute("insert into coins values ('other', -1)")
      .catch((error: unknown) => error);
    expect(isUniqueViolation(taken)).toBe(true);
    expect(isUniqueViolation(taken, 'coins_pkey')).toBe(true);
    expect(isUniqueViolation(taken, 'one_box')).toBe(false);
    expect(isUniqueViolation(broken)).toBe(false);
    expect(isTransient(taken)).toBe(false);
  });

  it('puts no value of a refused row into a log', async () => {
    const captured = captureLogger();
    const refuse = (write: Promise<unknown>) =>
      write.catch((error: unknown) => captured.logger.error({ err: error }, 'refused'));
    const insertSecret = 'insert into coins values ($1, -1, $2)';
    await refuse(database.reads.execute(insertSecret, ['k', 'Ana Muñoz']));
    await refuse(database.transaction((tx) => tx.execute(insertSecret, ['k', 'Ana Muñoz'])));
    expect(captured.lines).toHaveLength(2);
    expect(captured.text()).toContain('coins_value_minor_check');
    expect(captured.text()).not.toContain('Ana');
  });
});
