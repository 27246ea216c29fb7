import { ReconciliationApp } from '../fixtures/reconciliation-app.js';
import type { RouteBook } from '../fixtures/route-book.js';
import { DAY, DAY_AFTER, DAY_BEFORE } from '../fixtures/wire-builders.js';

const DUE = 8_500_000n;
const FIRST_RETRY_MS = 5_000;
const GATHERED_MS = 2_000;

/** When days are matched, by whom, and what a failure or a restart in the middle leaves behind. */
describe('the job that matches', () => {
  let app: ReconciliationApp;
  let route: RouteBook;

  beforeAll(async () => {
    app = await ReconciliationApp.open();
  }, 60_000);
  beforeEach(() => {
    route = app.route();
  });
  afterAll(() => app?.close());

  async function requests(): Promise<number[]> {
    const rows = await app.database.reads.query<{ failures: number }>(
      'select failures from rematch_requests where route = $1 order by id',
      [route.name],
    );
    return rows.map((row) => row.failures);
  }

  /** Makes every run of a route fail, as a bug or a damaged row would: a match of a line that is not there. */
  const damage = () =>
    app.database.reads.execute(
      `insert into matches (route, day, file_id, line_number, item_id, item_day, amount_minor,
         currency, rule, rule_version, matched_at)
       values ($1, $2, 'damage', 1, $1, $2, 1, 'COP', 'damage', 1, now())`,
      [route.name, DAY],
    );
  const repair = () =>
    app.database.reads.execute(
      `update matches set undone_at = now() where route = $1 and rule = 'damage' and undone_at is null`,
      [route.name],
    );
  const failuresTold = () =>
    app.log.lines.filter((line) => line.msg === 'day not matched' && line['route'] === route.name);

  it('gathers postings for a while, and answers all of them with one run', async () => {
    await route.take([]);
    await app.settle();
    for (const reference of ['1', '2', '3']) await route.post(reference);
    app.clock.advance(GATHERED_MS - 1);
    expect(await app.turn()).toBe(0);
    app.clock.advance(1);
    expect(await app.turn()).toBe(1);
    expect(await app.turn()).toBe(0);
    expect((await route.day()).breaks.count).toBe(3);
  });

  it('matches a file at once, with the postings that are being gathered', async () => {
    await route.post('1001');
    await route.take([['1001', DUE]]);
    expect(await app.turn()).toBe(1);
    expect((await route.day()).status).toBe('matched');
    expect(await requests()).toEqual([]);
  });

  it('waits for no more than twenty days in one turn, oldest first, and comes to all', async () => {
    const books = Array.from({ length: 25 }, () => app.route());
    for (const book of books) {
      await book.take([['1', DUE]]);
      app.clock.advance(1);
    }
    expect(await app.turn()).toBe(20);
    const isDone = await Promise.all(books.map(async (book) => (await book.open()).length > 0));
    expect(isDone).toEqual(books.map((_, index) => index < 20));
    expect(await app.turn()).toBe(5);
  });

  describe('when a day cannot be matched', () => {
    beforeEach(async () => {
      await route.post('1001');
      await damage();
      await route.take([['1001', DUE]]);
    });
    afterEach(repair);

    it('writes nothing of it, says so, and lets the other days go on', async () => {
      const before = await route.everything();
      const other = app.route();
      await other.post('1001');
      await other.take([['1001', DUE]]);
      await app.settle();
      expect((await other.day()).status).toBe('matched');
      expect(await route.everything()).toEqual(before);
      expect(failuresTold()).toMatchObject([{ level: 'error', day: DAY }]);
      expect(JSON.stringify(failuresTold())).toContain('matched + breaks ≠ files');
    });

    it('tries again later and later, and is well once the cause is gone', async () => {
      const waits: number[] = [];
      for (let failures = 1; failures <= 4; failures += 1) {
        await app.turn();
        const waitMs = FIRST_RETRY_MS * 2 ** (failures - 1);
        waits.push(waitMs);
        app.clock.advance(waitMs - 1);
        await app.turn();
        expect(await requests()).toEqual(Array.from(await requests(), () => failures));
        app.clock.advance(1);
      }
      expect(waits).toEqual([5_000, 10_000, 20_000, 40_000]);
      await repair();
      await app.turn();
      expect((await route.day()).status).toBe('matched');
      expect(await requests()).toEqual([]);
    });

    it('waits an hour at most, however often it failed', async () => {
      await app.turn();
      for (const failures of [15, 1_000]) {
        await app.database.reads.execute(
          'update rematch_requests set failures = $2, due_at = $3 where route = $1',
          [route.name, failures, app.clock.now()],
        );
        await app.turn();
        app.clock.advance(3_600_000 - 1);
        await app.turn();
        expect(new Set(await requests())).toEqual(new Set([failures + 1]));
        app.clock.advance(1);
        await app.turn();
        expect(new Set(await requests())).toEqual(new Set([failures + 2]));
      }
    });

    it('does not wait when something new comes', async () => {
      await app.turn();
      await repair();
      await route.post('1002');
      await app.settle();
      expect((await route.day()).breaks.count).toBe(1);
    });
  });

  describe('with another process', () => {
    let other: ReconciliationApp;

    beforeEach(async () => {
      other = await app.openAnother();
    });
    afterEach(() => other.close());

    it('matches a day once when both have their turn at once', async () => {
      await route.post('1001');
      await route.take([
        ['1001', DUE],
        ['1002', DUE],
      ]);
      const turns = await Promise.all([app.turn(), other.turn(), app.turn(), other.turn()]);
      await app.settle();
      expect(turns.reduce((sum, days) => sum + days)).toBe(1);
      expect(await route.breaks()).toHaveLength(1);
      expect(await route.audit()).toEqual([]);
    });

    it('leaves a route to whoever matches it, and comes back for what was left', async () => {
      for (const day of [DAY_BEFORE, DAY, DAY_AFTER]) await route.take([['1', DUE]], { day });
      const held = { table: 'breaks', hold: 'writes' } as const;
      const matched = await app.whileHeld(
        held,
        () => app.turn(),
        async () => {
          expect(await other.turn()).toBe(0);
          expect(await requests()).toEqual([0, 0, 0]);
        },
      );
      expect(matched).toBe(3);
      expect(await requests()).toEqual([]);
      expect(failuresTold()).toEqual([]);
    });

    it('misses nothing that comes while a run is under way', async () => {
      await route.take([['1001', DUE]]);
      await app.whileHeld(
        { table: 'break_events', hold: 'writes' },
        () => app.turn(),
        () => route.post('1001'),
      );
      expect(await route.open()).toHaveLength(1);
      await app.settle();
      expect(await route.day()).toMatchObject({ status: 'matched', breaks: { count: 0 } });
      expect(await route.audit()).toEqual([]);
    });

    it.each(['files', 'matches', 'netted_items', 'breaks', 'break_events'])(
      'ends what a process began that died as it wrote its %s',
      async (table) => {
        await route.post('1001');
        await route.post('1002');
        await route.post('1003', DUE, { over: { providerTransactionId: 'x' } });
        await route.post('1003', -DUE, { over: { providerTransactionId: 'x' } });
        await route.take([
          ['1001', DUE],
          ['1004', DUE],
        ]);
        const before = await route.everything();
        const died = await app.whileHeld(
          { table, hold: 'writes' },
          () => app.turn(),
          async (query) => {
            await query(`select pg_terminate_backend(pid) from pg_locks
              join pg_stat_activity using (pid) where not granted and datname = current_database()`);
          },
        );
        expect(died).toBe(0);
        expect(await route.everything()).toEqual(before);
        other.clock.set(app.clock.now());
        other.clock.advance(FIRST_RETRY_MS);
        await other.settle();
        expect(await route.open()).toEqual([
          `MISSING_IN_LEDGER ${DAY} 1004 - 8500000`,
          `MISSING_IN_PROVIDER ${DAY} 1002 8500000 -`,
        ]);
        expect(await route.audit()).toEqual([]);
        const after = await route.everything();
        app.clock.set(other.clock.now());
        await app.settle();
        expect(await route.everything()).toEqual(after);
      },
    );
  });
});
