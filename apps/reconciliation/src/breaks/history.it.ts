import { ReconciliationApp } from '../fixtures/reconciliation-app.js';
import type { RouteBook } from '../fixtures/route-book.js';
import { DAY } from '../fixtures/wire-builders.js';

const DUE = 8_500_000n;

/** How breaks open, change and close as files and postings come late, and what is kept of it. */
describe('the life of a break', () => {
  let app: ReconciliationApp;
  let route: RouteBook;

  beforeAll(async () => {
    app = await ReconciliationApp.open();
  }, 60_000);
  beforeEach(() => {
    route = app.route();
  });
  afterEach(async () => {
    expect(await route.audit()).toEqual([]);
  });
  afterAll(() => app?.close());

  async function story(): Promise<string[]> {
    const rows = await app.database.reads.query<{ told: string }>(
      `select concat_ws(' ', e.type, e.detail->>'kind', e.detail->>'reason') as told
         from break_events e join breaks b on b.id = e.break_id where b.route = $1 order by e.id`,
      [route.name],
    );
    return rows.map(({ told }) => told);
  }

  it('a late posting closes it, and its age stops', async () => {
    await route.take([['1001', DUE]]);
    await app.settle();
    const [opened] = await route.breaks('open');
    app.clock.advance(3 * 86_400_000);
    await route.post('1001');
    await app.settle();
    app.clock.advance(86_400_000);
    expect(await route.breaks()).toEqual([
      {
        ...opened,
        status: 'closed',
        closeReason: 'matched_by_posting',
        closedAt: expect.any(String),
        ageDays: 3,
      },
    ]);
    expect((await route.day()).status).toBe('matched');
  });

  it('a late file closes it', async () => {
    await route.post('1001');
    await route.take([]);
    await app.settle();
    expect(await route.open()).toEqual([`MISSING_IN_PROVIDER ${DAY} 1001 8500000 -`]);
    await route.take([['1001', DUE]]);
    await app.settle();
    expect(await route.breaks()).toMatchObject([
      { status: 'closed', closeReason: 'matched_by_file', kind: 'MISSING_IN_PROVIDER' },
    ]);
    expect(await route.day()).toMatchObject({ status: 'matched', files: [{}, {}] });
  });

  it('keeps its id while it is about the same line, whatever else is learnt', async () => {
    await route.take([['1001', DUE]]);
    await app.settle();
    await route.post('1001', DUE - 1n, { factId: `fact_${route.name}` });
    await app.settle();
    await route.post('1001', 1n, { factId: `fact_${route.name}` });
    await app.settle();
    expect(await route.breaks()).toHaveLength(1);
    expect(await story()).toEqual([
      'opened MISSING_IN_LEDGER',
      'changed AMOUNT_MISMATCH',
      'closed matched_by_posting',
    ]);
  });

  it('becomes part of another one when a file brings the payment with another amount', async () => {
    await route.post('1001');
    await route.take([]);
    await app.settle();
    await route.take([['1001', DUE + 1n]]);
    await app.settle();
    expect(await route.open()).toEqual([`AMOUNT_MISMATCH ${DAY} 1001 8500000 8500001`]);
    expect(await story()).toEqual([
      'opened MISSING_IN_PROVIDER',
      'closed part_of_other_break',
      'opened AMOUNT_MISMATCH',
    ]);
  });

  it('is over when the payment was given back on its day', async () => {
    const over = { providerTransactionId: 'theirs' };
    await route.post('1001', DUE, { over });
    await route.take([]);
    await app.settle();
    await route.post('1001', -DUE, { over });
    await app.settle();
    expect(await story()).toEqual(['opened MISSING_IN_PROVIDER', 'closed netted_by_reversal']);
    expect(await route.day()).toMatchObject({ status: 'matched', expected: { count: 2 } });
  });

  it('is over when later postings leave nothing to expect', async () => {
    const factId = `fact_${route.name}`;
    await route.post('1001', DUE, { factId });
    await route.take([]);
    await app.settle();
    await route.post('1001', -DUE, { factId });
    await app.settle();
    expect(await story()).toEqual(['opened MISSING_IN_PROVIDER', 'closed nothing_expected']);
    expect(await route.day()).toMatchObject({ status: 'matched', expected: { count: 0 } });
  });

  it('opens when a posting changes what was matched, and the match stays readable', async () => {
    const factId = `fact_${route.name}`;
    await route.post('1001', DUE, { factId });
    await route.take([['1001', DUE]]);
    await app.settle();
    await route.post('1001', 500n, { factId });
    await app.settle();
    expect(await route.open()).toEqual([`AMOUNT_MISMATCH ${DAY} 1001 8500500 8500000`]);
    await route.post('1001', -500n, { factId });
    await app.settle();
    expect(await route.open()).toEqual([]);
    const rows = await app.database.reads.query<{ undone: boolean; amount: string }>(
      `select undone_at is not null as undone, amount_minor::text as amount from matches
        where route = $1 order by id`,
      [route.name],
    );
    expect(rows).toEqual([
      { undone: true, amount: '8500000' },
      { undone: false, amount: '8500000' },
    ]);
  });

  it('gives its payment to another line of the same reference without losing either', async () => {
    await route.take([
      ['1001', 100n],
      ['1001', 300n],
    ]);
    await route.post('1001', 290n);
    await app.settle();
    await route.post('1001', 310n);
    await app.settle();
    expect(await route.open()).toEqual([
      `AMOUNT_MISMATCH ${DAY} 1001 290 100`,
      `AMOUNT_MISMATCH ${DAY} 1001 310 300`,
    ]);
    await route.post('1001', 100n);
    await app.settle();
    expect(await route.open()).toEqual([
      `AMOUNT_MISMATCH ${DAY} 1001 290 300`,
      `DUPLICATE ${DAY} 1001 310 -`,
    ]);
  });

  it('trades its payment with another one when their amounts change places', async () => {
    const factId = `fact_${route.name}`;
    await route.take([
      ['1001', 100n],
      ['1001', 300n],
    ]);
    await route.post('1001', 290n, { factId });
    await route.post('1001', 310n);
    await app.settle();
    await route.post('1001', 30n, { factId });
    await app.settle();
    expect(await route.open()).toEqual([
      `AMOUNT_MISMATCH ${DAY} 1001 310 100`,
      `AMOUNT_MISMATCH ${DAY} 1001 320 300`,
    ]);
    expect((await story()).slice(2)).toEqual([
      'changed AMOUNT_MISMATCH',
      'changed AMOUNT_MISMATCH',
    ]);
  });

  it('of a refused file is over when the sender sends it right, under the same name', async () => {
    const refused = route.rejected({ name: 'recaudo.txt' });
    await app.deliver(refused);
    await route.take([['1001', DUE]], { over: { name: 'recaudo.txt' } });
    await app.settle();
    expect(await story()).toEqual([
      'opened CONTROL_TOTAL',
      'closed replaced_by_file',
      'opened MISSING_IN_LEDGER',
    ]);
  });

  it('of a refused file is over when a file brings the total that it had declared', async () => {
    await app.deliver(route.rejected());
    await route.take([['1001', 900n]]);
    await app.settle();
    expect(await story()).toContain('closed replaced_by_file');
  });

  it('of a refused file stays while the files that come are others', async () => {
    await app.deliver(route.rejected());
    await route.take([['1001', 800n]]);
    await route.take([['1002', 900n]], { day: '2026-11-20' });
    await app.settle();
    expect(await route.open()).toContain(`CONTROL_TOTAL ${DAY}  900 800`);
    expect((await route.day()).status).toBe('breaks');
  });

  it('says what it says once: matching again writes nothing', async () => {
    await route.post('1001');
    await route.post('1002');
    await route.post('1003', DUE, { over: { providerTransactionId: 'theirs' } });
    await route.post('1003', -DUE, { over: { providerTransactionId: 'theirs' } });
    await route.take([
      ['1001', DUE + 1n],
      ['1004', DUE],
      ['1004', DUE],
    ]);
    await app.settle();
    const before = await route.everything();
    for (let times = 0; times < 3; times += 1) {
      await route.askAgain();
      expect(await app.settle()).toBe(1);
    }
    expect(await route.everything()).toEqual(before);
  });

  describe('in the database', () => {
    beforeEach(async () => {
      await route.post('1001');
      await route.take([
        ['1001', DUE],
        ['1002', DUE],
      ]);
      await app.settle();
    });

    it.each([
      'update break_events set at = now()',
      'delete from break_events',
      'delete from breaks',
      `update breaks set reference = '9'`,
      'update breaks set opened_at = now()',
      'update matches set amount_minor = 1',
      'update matches set matched_at = now()',
      `update files set sha256 = repeat('0', 64)`,
      'update files set total_minor = 1',
      `update expected_items set reference = '9'`,
      'delete from routes',
      'delete from matches',
      'delete from files',
      'update lines set amount_minor = 1',
      'delete from lines',
      'delete from expected_items',
      'update expected_postings set amount_minor = 1',
      'delete from expected_postings',
      'truncate break_events',
      'drop table break_events',
      'alter table break_events disable trigger all',
    ])('refuses %s', async (statement) => {
      const before = await route.everything();
      await expect(app.database.transaction((tx) => tx.execute(statement))).rejects.toThrow(
        /permission denied|must be owner/,
      );
      expect(await route.everything()).toEqual(before);
    });

    it('lets nothing begin again that is over', async () => {
      await route.post('1002', DUE, { factId: `fact_${route.name}` });
      await app.settle();
      await route.post('1002', 1n, { factId: `fact_${route.name}` });
      await app.settle();
      for (const statement of [
        `update breaks set status = 'open', closed_at = null, close_reason = null where route = $1`,
        `update breaks set close_reason = 'nothing_expected' where route = $1`,
        'update matches set undone_at = null where route = $1',
        `update files set status = 'receiving', decided_at = null where route = $1`,
        `update files set problems = '[]', decided_at = now() where route = $1`,
      ]) {
        const attempt = app.database.reads.execute(statement, [route.name]);
        await expect(attempt).rejects.toThrow('is over and stays as it is');
      }
    });

    it.each([
      ['a break that is half closed', `update breaks set status = 'closed' where status = 'open'`],
      ['a difference that is none', `update breaks set difference_minor = 1 where status = 'open'`],
      ['a kind that nobody declared', `update breaks set kind = 'OTHER' where status = 'open'`],
      [
        'a line that is matched twice',
        `insert into matches (route, day, file_id, line_number, item_id, item_day, amount_minor,
           currency, rule, rule_version, matched_at)
         select route, day, file_id, line_number, item_id || 'x', item_day, amount_minor, currency,
           rule, rule_version, matched_at from matches`,
      ],
      [
        'a file that counts twice',
        `insert into files select id || 'x', route, collected_on, format, name, sha256, identity,
           status, duplicate_of, line_count, lines_received, total_minor, declared_minor, currency,
           problems, warnings, received_at, decided_at from files`,
      ],
    ])('refuses %s', async (_, statement) => {
      await expect(app.database.transaction((tx) => tx.execute(statement))).rejects.toThrow(
        /violates (check|unique) constraint|duplicate key/,
      );
    });
  });
});
