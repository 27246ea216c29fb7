import { LedgerWorld, NOW, PaymentMessages } from '../fixtures/ledger-world.js';
import { ACCOUNT, MERCHANT } from '../fixtures/money-events.js';

const operator = { keyId: 'k', merchantId: null, mode: 'test', scopes: ['admin'] } as const;

const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('the trial balance', () => {
  let world: LedgerWorld;

  beforeEach(async () => {
    world = await LedgerWorld.open();
  }, 60_000);
  afterEach(() => world?.close());

  async function sums(at?: Date): Promise<number[]> {
    const { accounts, totals } = await world.reports.trialBalance(at);
    const sum = accounts.reduce((total, one) => total + one.balance.value, 0);
    return [sum, ...totals.map((one) => one.total.value)];
  }

  it('of empty books is empty', async () => {
    expect(await world.reports.trialBalance(undefined)).toEqual({
      at: NOW.toISOString(),
      accounts: [],
      totals: [],
    });
  });

  it('shows every account by code, and sums to zero', async () => {
    await world.tell(new PaymentMessages().received());
    const { accounts, totals } = await world.reports.trialBalance(undefined);
    expect(accounts.map((one) => [one.code, one.nature, one.balance.value])).toEqual([
      [ACCOUNT.providerFee, 'expense', 705_000],
      [ACCOUNT.platformFee, 'income', -900_000],
      [ACCOUNT.pending, 'liability', -23_929_000],
      [ACCOUNT.receivable, 'asset', 24_161_050],
      [ACCOUNT.ivaInput, 'tax', 133_950],
      [ACCOUNT.ivaOutput, 'tax', -171_000],
    ]);
    expect(totals).toEqual([{ currency: 'COP', total: { value: 0, currency: 'COP' } }]);
  });

  it('keeps currencies apart', async () => {
    await world.tell(new PaymentMessages().received());
    const usd = { minor: 25_000_000n, currency: 'USD' };
    await world.tell(new PaymentMessages().received({ amount: usd }));
    const { totals } = await world.reports.trialBalance(undefined);
    expect(
      totals.map((one) => one.total).sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    ).toEqual([
      { value: 0, currency: 'COP' },
      { value: 0, currency: 'USD' },
    ]);
    expect(await world.broken()).toEqual([]);
  });

  it('as of an instant is what had been recorded by then', async () => {
    await world.tell(new PaymentMessages().received());
    const before = await world.reports.trialBalance(undefined);
    world.clock.advance(1_000);
    await world.tell(new PaymentMessages().received());
    expect((await world.reports.trialBalance(later(-1))).accounts).toEqual([]);
    expect((await world.reports.trialBalance(later(0))).accounts).toEqual(before.accounts);
    expect((await world.reports.trialBalance(later(999))).accounts).toEqual(before.accounts);
    expect((await world.reports.trialBalance(later(1_000))).accounts).toEqual(
      (await world.reports.trialBalance(undefined)).accounts,
    );
  });

  it('as of an instant sums to zero although a clock went back', async () => {
    world.clock.advance(1_000);
    await world.tell(new PaymentMessages().received());
    // Another machine's clock, or ours after it was set right.
    world.clock.set(NOW);
    await world.tell(new PaymentMessages().received({ merchantId: 'mer_02other' }));
    for (const ms of [-1, 0, 500, 1_000, 2_000]) {
      expect(new Set(await sums(later(ms)))).toEqual(new Set([0]));
    }
    // What was recorded first is there first: no entry is in a balance before those that it builds on.
    const { accounts } = await world.reports.trialBalance(later(0));
    const code = `merchant.${MERCHANT}.pending`;
    const isKnown = (one: string) => accounts.some((account) => account.code === one);
    expect(isKnown('merchant.mer_02other.pending')).toBe(isKnown(code));
  });

  it('as of an instant agrees with the entries of each account', async () => {
    for (let n = 0; n < 5; n += 1) {
      await world.tell(new PaymentMessages().received());
      world.clock.advance(n % 2 === 0 ? 1_000 : -500);
    }
    for (const ms of [0, 500, 1_000, 1_500, 2_000]) {
      const { accounts } = await world.reports.trialBalance(later(ms));
      for (const { code, balance } of accounts) {
        const entries = await world.reports.entries(operator, code, 100, null);
        const known = entries.filter((one) => new Date(one.recordedAt) <= later(ms));
        expect(balance.value).toBe(known.reduce((sum, one) => sum + one.amount.value, 0));
      }
    }
  });
});
