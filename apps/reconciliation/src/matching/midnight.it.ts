import { addDays, bankCalendar, dayOf, nextBusinessDay } from '@cauce/calendar';
import { ReconciliationApp } from '../fixtures/reconciliation-app.js';
import type { RouteBook } from '../fixtures/route-book.js';
import { DAY, DAY_AFTER, DAY_BEFORE } from '../fixtures/wire-builders.js';

const DUE = 8_500_000n;

/** A provider's day does not end at our midnight, and its next one may come after a long weekend. */
describe('around midnight in Bogota', () => {
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

  const statusOf = async (day: string) => (await route.day(day)).status;

  it('a payment of 23:59 that the provider reports the next day', async () => {
    const paidAt = new Date('2026-11-20T04:59:00Z');
    expect(dayOf(paidAt)).toBe(DAY);
    await route.post('1001', DUE, { day: dayOf(paidAt) });
    await route.take([], { day: DAY });
    await app.settle();
    expect(await route.open()).toEqual([`MISSING_IN_PROVIDER ${DAY} 1001 8500000 -`]);
    await route.take([['1001', DUE]], { day: DAY_AFTER });
    await app.settle();
    expect(await route.breaks()).toMatchObject([{ day: DAY, closeReason: 'matched_by_file' }]);
    expect([await statusOf(DAY), await statusOf(DAY_AFTER)]).toEqual(['matched', 'matched']);
  });

  it('a payment of 00:01 that the provider counts to the day before', async () => {
    await route.take([['1001', DUE]], { day: DAY });
    await app.settle();
    expect(await route.open()).toEqual([`MISSING_IN_LEDGER ${DAY} 1001 - 8500000`]);
    await route.post('1001', DUE, { day: DAY_AFTER });
    await app.settle();
    expect(await route.breaks()).toMatchObject([{ day: DAY, closeReason: 'matched_by_posting' }]);
  });

  it('the file of the next day comes before the day’s own', async () => {
    await route.post('1001', DUE, { day: DAY });
    await route.take([['1001', DUE]], { day: DAY_AFTER });
    await app.settle();
    await route.take([], { day: DAY });
    await app.settle();
    expect(await route.breaks()).toEqual([]);
    expect([await statusOf(DAY), await statusOf(DAY_AFTER)]).toEqual(['matched', 'matched']);
  });

  it('counts the money on both days that it touches, and once as matched', async () => {
    await route.post('1001', DUE, { day: DAY });
    await route.take([], { day: DAY });
    await route.take([['1001', DUE]], { day: DAY_AFTER });
    await app.settle();
    expect(await route.day(DAY)).toMatchObject({
      expected: { count: 1, total: { value: 8_500_000 } },
      received: { count: 0 },
      matched: { count: 0 },
    });
    expect(await route.day(DAY_AFTER)).toMatchObject({
      expected: { count: 0 },
      received: { count: 1, total: { value: 8_500_000 } },
      matched: { count: 1, total: { value: 8_500_000 } },
    });
  });

  it('prefers the payment of its own day to that of the night before', async () => {
    await route.post('1001', DUE, { day: DAY_BEFORE });
    await route.post('1001', DUE, { day: DAY });
    await route.take([], { day: DAY_BEFORE });
    await route.take([['1001', DUE]], { day: DAY });
    await app.settle();
    expect(await route.open()).toEqual([`MISSING_IN_PROVIDER ${DAY_BEFORE} 1001 8500000 -`]);
  });

  it.each(['before', 'after'])(
    'calls another amount of the night before DUPLICATE, posted %s the file was read',
    async (when) => {
      if (when === 'before') await route.post('1001', DUE, { day: DAY });
      await route.take([['1001', 5n]], { day: DAY_AFTER });
      await app.settle();
      if (when === 'after') await route.post('1001', DUE, { day: DAY });
      await app.settle();
      expect(await route.open()).toEqual([`DUPLICATE ${DAY_AFTER} 1001 - 5`]);
    },
  );

  it('leaves two days ago alone when both are working days', async () => {
    await route.post('1001', DUE, { day: DAY_BEFORE });
    await route.take([], { day: DAY_BEFORE });
    await route.take([['1001', DUE]], { day: DAY_AFTER });
    await app.settle();
    expect(await route.open()).toEqual([
      `MISSING_IN_LEDGER ${DAY_AFTER} 1001 - 8500000`,
      `MISSING_IN_PROVIDER ${DAY_BEFORE} 1001 8500000 -`,
    ]);
  });

  it('finds what a reversal undid on the other side of midnight', async () => {
    const factId = `fact_${route.name}`;
    await route.post('1001', DUE, { day: DAY, factId });
    await route.take([], { day: DAY });
    await route.take([['1001', DUE]], { day: DAY_AFTER });
    await app.settle();
    await route.post('1001', -DUE, { day: DAY_AFTER, factId });
    await app.settle();
    expect(await route.open()).toEqual([`MISSING_IN_LEDGER ${DAY_AFTER} 1001 - 8500000`]);
  });

  it.each([
    ['a Friday', '2026-11-20'],
    ['the Friday of a long weekend', '2026-11-13'],
    ['the Wednesday before Easter', '2026-04-01'],
    ['the Saturday of a long weekend', '2026-11-14'],
    ['the last day of banks in the year', '2026-12-30'],
  ])('%s: what is paid late stands in the file of the next banking day', async (_, paidOn) => {
    const reportedOn = nextBusinessDay(bankCalendar, paidOn);
    expect(reportedOn > addDays(paidOn, 1)).toBe(true);
    await route.post('1001', DUE, { day: paidOn });
    await route.take([], { day: paidOn });
    await app.settle();
    await route.take([['1001', DUE]], { day: reportedOn });
    await app.settle();
    expect(await route.breaks()).toMatchObject([{ day: paidOn, closeReason: 'matched_by_file' }]);
    expect(await statusOf(reportedOn)).toBe('matched');
  });

  it('a late posting of Friday explains a line of Tuesday after a holiday', async () => {
    await route.take([['1001', DUE]], { day: '2026-11-17' });
    await app.settle();
    await route.post('1001', DUE, { day: '2026-11-13' });
    await app.settle();
    expect(await route.breaks()).toMatchObject([{ closeReason: 'matched_by_posting' }]);
  });

  it('what is paid before the weekend’s eve stays missing after it', async () => {
    await route.post('1001', DUE, { day: '2026-11-12' });
    await route.take([], { day: '2026-11-12' });
    await route.take([['1001', DUE]], { day: '2026-11-17' });
    await app.settle();
    expect(await route.open()).toHaveLength(2);
  });

  it('a Sunday without a file is matched once the file of Monday has its payments', async () => {
    const [sunday, monday] = ['2026-11-22', '2026-11-23'];
    await route.post('1001', DUE, { day: sunday });
    await route.post('1002', DUE, { day: sunday });
    await route.take([['1001', DUE]], { day: monday });
    await app.settle();
    expect(await statusOf(sunday)).toBe('awaiting_file');
    await route.take([['1002', DUE]], { day: monday });
    await app.settle();
    expect([await statusOf(sunday), await statusOf(monday)]).toEqual(['matched', 'matched']);
  });
});
