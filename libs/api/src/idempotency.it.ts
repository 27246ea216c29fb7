import type { Database } from '@cauce/database';
import { fixedClock, testDatabase } from '@cauce/testing';
import { Idempotency, type IdempotencyAnswer } from './idempotency.js';
import { idempotencyMigrations } from './idempotency-migrations.js';

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
const use = (key: string, merchantId = 'mer_1', operation = 'orders.create') => ({
  merchantId,
  operation,
  key,
});
const body = { amount: { value: 100, currency: 'COP' }, reference: 'Ñ-1' };

describe('Idempotency', () => {
  const clock = fixedClock('2026-11-20T15:00:00Z');
  const idempotency = new Idempotency(clock);
  let database: Database;

  beforeAll(async () => {
    database = await testDatabase({ service: 'sample', migrations: idempotencyMigrations });
  });
  afterAll(() => database.close());

  const begin = (
    named: ReturnType<typeof use>,
    given: { body?: unknown; resourceId?: string; answersWithinMs?: number } = {},
  ): Promise<IdempotencyAnswer> =>
    database.transaction((tx) =>
      idempotency.begin(tx, { body, resourceId: 'ord_1', ...named, ...given }),
    );

  it('lets the first request through, and answers later ones with what it made', async () => {
    expect(await begin(use('a'))).toEqual({ kind: 'first' });
    await idempotency.finish(database.reads, use('a'), 201);
    expect(await begin(use('a'), { resourceId: 'ord_2' })).toEqual({
      kind: 'replay',
      resourceId: 'ord_1',
      status: 201,
    });
  });

  it('keeps the status of the first answer', async () => {
    await begin(use('status'));
    await idempotency.finish(database.reads, use('status'), 202);
    await idempotency.finish(database.reads, use('status'), 201);
    expect(await begin(use('status'))).toMatchObject({ status: 202 });
  });

  it('takes the same body in another order of keys, and refuses any other', async () => {
    await begin(use('body'));
    await idempotency.finish(database.reads, use('body'), 201);
    const reordered = { reference: 'Ñ-1', amount: { currency: 'COP', value: 100 } };
    expect(await begin(use('body'), { body: reordered })).toMatchObject({ kind: 'replay' });
    await expect(begin(use('body'), { body: { ...body, reference: 'N-1' } })).rejects.toMatchObject(
      { code: 'IDEMPOTENCY_KEY_REUSED', status: 422 },
    );
  });

  it('refuses another body even while the first one is in flight', async () => {
    await begin(use('flying'));
    await expect(begin(use('flying'), { body: {} })).rejects.toMatchObject({ status: 422 });
  });

  it('asks to wait while the first one is in flight, and no longer than its lock', async () => {
    await begin(use('stuck'), { resourceId: 'ord_stuck' });
    clock.advance(59 * SECOND);
    await expect(begin(use('stuck'))).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_IN_FLIGHT',
      status: 409,
      retryAfterSeconds: 1,
    });
    clock.advance(1 * SECOND);
    expect(await begin(use('stuck'))).toEqual({
      kind: 'replay',
      resourceId: 'ord_stuck',
      status: 202,
    });
  });

  it('is no longer in flight than its caller may take, nor than a minute', async () => {
    await begin(use('quick'), { answersWithinMs: 5 * SECOND });
    await begin(use('slow'), { answersWithinMs: 900 * SECOND });
    clock.advance(5 * SECOND);
    expect(await begin(use('quick'))).toMatchObject({ kind: 'replay' });
    clock.advance(55 * SECOND);
    expect(await begin(use('slow'))).toMatchObject({ kind: 'replay' });
  });

  it('keeps merchants and operations apart', async () => {
    await begin(use('mine'));
    expect(await begin(use('mine', 'mer_2'), { body: {} })).toEqual({ kind: 'first' });
    expect(await begin(use('mine', 'mer_1', 'orders.cancel'), { body: {} })).toEqual({
      kind: 'first',
    });
  });

  it('forgets a claim whose work was rolled back', async () => {
    const failed = database.transaction(async (tx) => {
      await idempotency.begin(tx, { ...use('undone'), body, resourceId: 'ord_9' });
      throw new Error('the work failed');
    });
    await expect(failed).rejects.toThrow('the work failed');
    expect(await begin(use('undone'), { body: {} })).toEqual({ kind: 'first' });
  });

  it('gives one of a hundred at once the work, and none of them a fault', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) => begin(use('rush'), { resourceId: `ord_${i}` })),
    );
    const firsts = all.filter(({ status }) => status === 'fulfilled');
    const refusals = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(firsts).toEqual([{ status: 'fulfilled', value: { kind: 'first' } }]);
    // A full pool refuses as a database does that is busy: the caller may come again.
    const codes = new Set(refusals.map((error: { code?: string }) => error.code));
    expect([...codes]).toEqual(['IDEMPOTENCY_KEY_IN_FLIGHT']);
    await idempotency.finish(database.reads, use('rush'), 201);
    const replays = await Promise.all(Array.from({ length: 10 }, () => begin(use('rush'))));
    expect(new Set(replays.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('makes the second wait for the first one to commit, and then finds what it made', async () => {
    const claimed = signal();
    const mayCommit = signal();
    const first = database.transaction(async (tx) => {
      await idempotency.begin(tx, { ...use('turn'), body, resourceId: 'ord_turn' });
      claimed.give();
      await mayCommit.given;
      await idempotency.finish(tx, use('turn'), 201);
    });
    await claimed.given;
    const second = begin(use('turn'));
    await untilSomebodyWaits(database);
    mayCommit.give();
    await first;
    expect(await second).toEqual({ kind: 'replay', resourceId: 'ord_turn', status: 201 });
  });

  it('remembers a key for 30 days, and forgets it after', async () => {
    await begin(use('old'));
    await idempotency.finish(database.reads, use('old'), 201);
    clock.advance(29 * DAY);
    await idempotency.purge(database.reads);
    expect(await begin(use('old'))).toMatchObject({ kind: 'replay' });
    clock.advance(1 * DAY + SECOND);
    expect(await idempotency.purge(database.reads)).toBeGreaterThan(0);
    expect(await begin(use('old'), { body: {} })).toEqual({ kind: 'first' });
  });

  it('notices a key that nobody began', async () => {
    await expect(idempotency.finish(database.reads, use('never'), 201)).rejects.toThrow('0 rows');
  });
});

function signal(): { given: Promise<void>; give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

/** The database itself says when the second insert is waiting. */
async function untilSomebodyWaits(database: Database): Promise<void> {
  for (let round = 0; round < 5_000; round += 1) {
    const waiting = await database.reads.query(
      `select 1 from pg_locks waiting join pg_locks held using (pid)
        where not waiting.granted and held.relation = 'idempotency_keys'::regclass
          and held.database = (select oid from pg_database where datname = current_database())`,
    );
    if (waiting.length > 0) return;
  }
  throw new Error('nobody waited');
}
