import { TOPICS } from '@cauce/contracts';
import { newId } from '@cauce/config';
import { ReconciliationApp } from '../fixtures/reconciliation-app.js';
import type { RouteBook } from '../fixtures/route-book.js';
import { DAY, DAY_AFTER, envelope, sentAgain } from '../fixtures/wire-builders.js';

const DUE = 8_500_000n;
const cop = (account: string, amountMinor: bigint) => ({ account, amountMinor, currency: 'COP' });

/** What the ledger posts becomes what the files should say: once, and for the fact it is about. */
describe('postings that come in', () => {
  let app: ReconciliationApp;
  let route: RouteBook;

  beforeAll(async () => {
    app = await ReconciliationApp.open();
  }, 60_000);
  beforeEach(() => {
    route = app.route();
  });
  afterAll(() => app?.close());

  const expected = async (day = DAY) => {
    const { count, total } = (await route.day(day)).expected;
    return [count, total.value];
  };

  it('count once, however often they are delivered or sent', async () => {
    const posted = route.posted('1001');
    await Promise.all(Array.from({ length: 10 }, () => app.deliver(posted)));
    for (let times = 0; times < 10; times += 1) await app.deliver(sentAgain(posted));
    expect(await expected()).toEqual([1, 8_500_000]);
    expect(await route.deadLetters()).toEqual([]);
  });

  it('count once when two processes hear of them at once', async () => {
    const other = await app.openAnother();
    const posted = Array.from({ length: 20 }, (_, index) => route.posted(String(index)));
    await Promise.all([
      app.deliver(...posted),
      other.deliver(...[...posted].reverse().map(sentAgain)),
    ]);
    await other.close();
    expect(await expected()).toEqual([20, 170_000_000]);
    expect(await route.deadLetters()).toEqual([]);
  });

  it('of one fact add up to one payment, in any order and from two processes', async () => {
    const other = await app.openAnother();
    const factId = newId('fact');
    const parts = [DUE, -500n, 700n, -200n].map((minor) => route.posted('1001', minor, { factId }));
    await Promise.all([app.deliver(...parts), other.deliver(...[...parts].reverse())]);
    await other.close();
    expect(await expected()).toEqual([1, 8_500_000]);
  });

  it('of one fact that come to nothing expect nothing', async () => {
    const factId = newId('fact');
    await route.post('1001', DUE, { factId });
    await route.post('1001', -DUE, { factId });
    expect(await expected()).toEqual([0, 0]);
    expect((await route.day()).status).toBe('no_activity');
  });

  it('belong to the day and the reference of the fact’s first one', async () => {
    const factId = newId('fact');
    await route.post('1001', DUE, { factId });
    await route.post('9999', 500n, { factId, day: DAY_AFTER });
    expect([await expected(), await expected(DAY_AFTER)]).toEqual([
      [1, 8_500_500],
      [0, 0],
    ]);
    await route.take([['1001', DUE + 500n]]);
    await app.settle();
    expect((await route.day()).status).toBe('matched');
  });

  it('of two facts with one reference are two payments', async () => {
    await route.post('1001');
    await route.post('1001');
    expect(await expected()).toEqual([2, 17_000_000]);
  });

  it.each([
    ['a fee of the platform', [cop('merchant.m.pending', 5n), cop('income.platform_fee', -5n)]],
    ['money between merchants', [cop('merchant.m.pending', 5n), cop('merchant.n.pending', -5n)]],
    ['both sides of the receivable', [cop('RECEIVABLE', 5n), cop('RECEIVABLE', -5n)]],
    [
      'the provider’s fee, given back',
      [cop('RECEIVABLE', 5n), cop('tax.iva_input', -1n), cop('expense.provider_fee', -4n)],
    ],
  ])('expect nothing for %s', async (_, legs) => {
    const receivable = `psp.${route.name}.receivable`;
    const entries = legs.map((leg) =>
      leg.account === 'RECEIVABLE' ? { ...leg, account: receivable } : leg,
    );
    await route.post('0', 1n);
    await route.post('1001', DUE, { over: { entries } });
    expect(await expected()).toEqual([1, 1]);
    expect(await route.deadLetters()).toEqual([]);
  });

  it('expect nothing for money that belongs to no fact', async () => {
    await route.post('0', 1n);
    await route.post('1001', DUE, { over: { factId: null } });
    expect(await expected()).toEqual([1, 1]);
  });

  describe('that contradict themselves are set aside, and nothing of them counts', () => {
    const receivable = () => `psp.${route.name}.receivable`;

    it.each([
      ['no reference', { reference: null }, 'without saying of which reference'],
      ['no id of the provider', { providerTransactionId: null }, 'without saying of which'],
    ])('with %s', async (_, over, error) => {
      await route.post('0', 1n);
      await route.post('1001', DUE, { over });
      expect(await route.deadLetters()).toEqual([expect.stringContaining(error)]);
      expect(await expected()).toEqual([1, 1]);
    });

    it('on two receivables', async () => {
      await route.post('0', 1n);
      const entries = [cop(receivable(), 5n), cop('psp.efecty.other.receivable', 5n)];
      await route.post('1001', DUE, { over: { entries } });
      expect(await route.deadLetters()).toEqual([expect.stringContaining('several receivables')]);
    });

    it('in a currency that nobody books', async () => {
      await route.post('0', 1n);
      const entries = [cop(receivable(), 5n), cop('merchant.m.pending', -5n)];
      const inGold = entries.map((entry) => ({ ...entry, currency: 'XAU' }));
      await route.post('1001', DUE, { over: { entries: inGold } });
      expect(await route.deadLetters()).toEqual([expect.stringContaining('which nobody books')]);
    });

    it('in another currency than the fact’s first one', async () => {
      const factId = newId('fact');
      await route.post('1001', DUE, { factId });
      const entries = [cop(receivable(), 5n), cop('merchant.m.pending', -5n)];
      const inDollars = entries.map((entry) => ({ ...entry, currency: 'USD' }));
      const wrong = route.posted('1001', DUE, { factId, over: { entries: inDollars } });
      await app.deliver(wrong, wrong, sentAgain(wrong));
      expect(await route.deadLetters()).toHaveLength(2);
      expect(await expected()).toEqual([1, 8_500_000]);
    });

    it('of another route than the fact’s first one', async () => {
      const factId = newId('fact');
      await route.post('1001', DUE, { factId });
      const other = app.route();
      await other.post('1001', DUE, { factId });
      expect(await other.deadLetters()).toEqual([expect.stringContaining(factId)]);
      expect(await expected()).toEqual([1, 8_500_000]);
    });
  });

  it.each([
    [TOPICS.ledgerEvents, 'settlement.lines'],
    [TOPICS.settlementLines, 'ledger.transaction_posted'],
    [TOPICS.accessKeys, 'ledger.transaction_posted'],
  ] as const)('on %s, a message of the type %s is set aside', async (topic, type) => {
    const data =
      type === 'settlement.lines' ? route.file([['1', DUE]])[1] : route.posted('1001', DUE);
    const message = envelope(topic, type, route.name, (data?.message.data ?? {}) as never);
    await app.deliver(message);
    expect(await route.deadLetters()).toEqual([expect.stringContaining(`unexpected type ${type}`)]);
  });
});
