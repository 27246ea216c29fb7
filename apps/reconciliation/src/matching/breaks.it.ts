import { ReconciliationApp } from '../fixtures/reconciliation-app.js';
import { DAY } from '../fixtures/wire-builders.js';

const DUE = 8_500_000n;

/** What becomes of a day when its file has come, on a real PostgreSQL and over the bus. */
describe('a day with its file', () => {
  let app: ReconciliationApp;

  beforeAll(async () => {
    app = await ReconciliationApp.open();
  }, 60_000);
  afterAll(() => app?.close());

  it('matched: every line has its payment', async () => {
    const route = app.route();
    await route.post('1001');
    await route.post('1002', 12_345_600n);
    await route.take([
      ['1001', DUE],
      ['1002', 12_345_600n],
    ]);
    await app.settle();
    expect(await route.day()).toMatchObject({
      status: 'matched',
      expected: { count: 2, total: { value: 20_845_600 } },
      received: { count: 2, total: { value: 20_845_600 } },
      matched: { count: 2, total: { value: 20_845_600 } },
      breaks: { count: 0, byKind: {}, difference: { value: 0 } },
    });
    expect(await route.audit()).toEqual([]);
  });

  it.each([
    ['00001001', '1001'],
    ['  1001 ', '1001'],
    ['1001', '0000001001'],
    ['AB-17', ' AB-17'],
    ['0', '0000'],
  ])('matched: %j in the ledger and %j in the file are one reference', async (ours, theirs) => {
    const route = app.route();
    await route.post(ours);
    await route.take([[theirs, DUE]]);
    await app.settle();
    expect((await route.day()).status).toBe('matched');
  });

  it('MISSING_IN_PROVIDER: we say paid, the file lacks it', async () => {
    const route = app.route();
    await route.post('1001');
    await route.post('1002', 70_000n);
    await route.take([['1001', DUE]]);
    await app.settle();
    expect(await route.breaks()).toEqual([
      {
        id: expect.stringMatching(/^brk_/),
        kind: 'MISSING_IN_PROVIDER',
        route: route.name,
        day: DAY,
        reference: '1002',
        expected: { value: 70_000, currency: 'COP' },
        received: null,
        difference: { value: -70_000, currency: 'COP' },
        status: 'open',
        closeReason: null,
        owner: null,
        ageDays: 0,
        openedAt: app.clock.now().toISOString(),
        closedAt: null,
      },
    ]);
    expect(await route.audit()).toEqual([]);
  });

  it('MISSING_IN_LEDGER: the file says paid, the ledger never heard', async () => {
    const route = app.route();
    await route.take([['1001', DUE]]);
    await app.settle();
    expect(await route.open()).toEqual([`MISSING_IN_LEDGER ${DAY} 1001 - 8500000`]);
    expect(await route.day()).toMatchObject({
      status: 'breaks',
      received: { count: 1 },
      matched: { count: 0 },
      breaks: { difference: { value: 8_500_000 } },
    });
  });

  it('AMOUNT_MISMATCH: one peso less, with both amounts', async () => {
    const route = app.route();
    await route.post('1001');
    await route.take([['1001', DUE - 100n]]);
    await app.settle();
    expect(await route.open()).toEqual([`AMOUNT_MISMATCH ${DAY} 1001 8500000 8499900`]);
    expect((await route.day()).breaks).toEqual({
      count: 1,
      byKind: { AMOUNT_MISMATCH: 1 },
      difference: { value: -100, currency: 'COP' },
    });
  });

  it('DUPLICATE: the line stands twice', async () => {
    const route = app.route();
    await route.post('1001');
    await route.take([
      ['1001', DUE],
      ['1001', DUE],
    ]);
    await app.settle();
    expect(await route.open()).toEqual([`DUPLICATE ${DAY} 1001 - 8500000`]);
    expect((await route.day()).matched).toMatchObject({ count: 1 });
  });

  it('DUPLICATE: the ledger has it twice', async () => {
    const route = app.route();
    await route.post('1001');
    await route.post('1001');
    await route.take([['1001', DUE]]);
    await app.settle();
    expect(await route.open()).toEqual([`DUPLICATE ${DAY} 1001 8500000 -`]);
  });

  it('CONTROL_TOTAL: nothing of the file is compared, and nothing is called missing', async () => {
    const route = app.route();
    await route.post('1001');
    await app.deliver(route.rejected());
    await app.settle();
    expect(await route.open()).toEqual([`CONTROL_TOTAL ${DAY}  900 800`]);
    expect(await route.day()).toMatchObject({
      status: 'quarantined',
      received: { count: 0 },
      breaks: { difference: { value: -100 } },
      files: [{ status: 'quarantined', problems: [{ code: 'FILE_VALUE', line: 9 }] }],
    });
  });

  it('every kind at once, and matched + breaks = everything', async () => {
    const route = app.route();
    for (const reference of ['1', '2', '3', '4']) await route.post(reference);
    await app.deliver(route.rejected());
    await route.take([
      ['1', DUE],
      ['2', DUE + 500n],
      ['4', DUE],
      ['4', DUE],
      ['5', 10_000n],
    ]);
    await app.settle();
    const day = await route.day();
    expect(day.breaks.byKind).toEqual({
      MISSING_IN_PROVIDER: 1,
      MISSING_IN_LEDGER: 1,
      AMOUNT_MISMATCH: 1,
      DUPLICATE: 1,
      CONTROL_TOTAL: 1,
    });
    const ofLines = (await route.breaks('open')).filter((one) => one.kind !== 'CONTROL_TOTAL');
    const total = (side: 'expected' | 'received') =>
      ofLines.reduce((sum, one) => sum + (one[side]?.value ?? 0), day.matched.total.value);
    expect(total('received')).toBe(day.received.total.value);
    expect(total('expected')).toBe(day.expected.total.value);
    expect(await route.audit()).toEqual([]);
  });

  it('expects nothing of what was given back on the same day', async () => {
    const route = app.route();
    const over = { providerTransactionId: 'theirs-1' };
    await route.post('1001', DUE, { over });
    await route.post('1001', -DUE, { over: { ...over, kind: 'reversal' } });
    await route.take([]);
    await app.settle();
    expect(await route.day()).toMatchObject({
      status: 'matched',
      expected: { count: 2, total: { value: 0 } },
    });
    expect(await route.audit()).toEqual([]);
  });

  it('says which payment was given back when the file shows only that it was taken', async () => {
    const route = app.route();
    await route.post('1001');
    await route.post('1001', -DUE, { over: { kind: 'reversal' } });
    await route.take([['1001', DUE]]);
    await app.settle();
    expect(await route.open()).toEqual([`MISSING_IN_PROVIDER ${DAY} 1001 -8500000 -`]);
    expect(await route.audit()).toEqual([]);
  });

  it('leaves the provider’s fee out: files carry gross amounts', async () => {
    const route = app.route();
    const factId = 'fact_fee';
    await route.post('1001', DUE, { factId });
    const entries = [
      { account: 'expense.provider_fee', amountMinor: 292_500n, currency: 'COP' },
      { account: 'tax.iva_input', amountMinor: 55_575n, currency: 'COP' },
      { account: `psp.${route.name}.receivable`, amountMinor: -348_075n, currency: 'COP' },
    ];
    await route.post('1001', DUE, { factId, over: { kind: 'provider_fee', entries } });
    await route.take([['1001', DUE]]);
    await app.settle();
    expect((await route.day()).status).toBe('matched');
  });
});
