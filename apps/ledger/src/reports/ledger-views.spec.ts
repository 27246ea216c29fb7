import {
  toAccountView,
  toEntryView,
  toTransactionViews,
  type LegRow,
} from './ledger-views.schema.js';

const AT = new Date('2026-11-20T15:00:00Z');
const COP = 'COP' as const;

describe('the view of an account', () => {
  it.each([
    ['psp.efecty.epayco.receivable', 'asset'],
    ['merchant.mer_1.pending', 'liability'],
    ['suspense.unidentified_receipts', 'liability'],
    ['income.platform_fee', 'income'],
    ['expense.provider_fee', 'expense'],
    ['tax.iva_output', 'tax'],
    ['bank.a_later_version', 'unknown'],
  ])('%s is of nature %s', (code, nature) => {
    expect(toAccountView({ code, currency: COP, balance: '-8500000' })).toEqual({
      code,
      nature,
      balance: { value: -8_500_000, currency: 'COP' },
    });
  });

  it('takes the largest balance that JSON holds exactly, and refuses the next', () => {
    const of = (balance: string) => toAccountView({ code: 'x', currency: COP, balance });
    expect(of('9007199254740991').balance.value).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => of('9007199254740993')).toThrow();
  });
});

it('the view of an entry tells its amount and what it left', () => {
  const row = {
    version: '7',
    transaction_id: 'txn_1',
    kind: 'provider_fee',
    currency: COP,
    amount: '-5',
    after: '95',
    recorded_at: AT,
  } as const;
  expect(toEntryView('psp.a.b.receivable', row)).toEqual({
    account: 'psp.a.b.receivable',
    transactionId: 'txn_1',
    kind: 'provider_fee',
    amount: { value: -5, currency: 'COP' },
    balanceAfter: { value: 95, currency: 'COP' },
    recordedAt: '2026-11-20T15:00:00.000Z',
  });
});

describe('the views of transactions', () => {
  const leg = (id: string, code: string, amount: string): LegRow => ({
    id,
    kind: 'payment_received',
    payment_id: 'pay_1',
    merchant_id: 'mer_1',
    route: 'efecty.epayco',
    occurred_at: AT,
    effective_on: '2026-11-20',
    recorded_at: AT,
    code,
    currency: COP,
    amount,
  });

  it('are none of nothing', () => {
    expect(toTransactionViews([])).toEqual([]);
  });

  it('gather the legs of each, in the order in which they came', () => {
    const rows = [
      leg('t1', 'a', '5'),
      leg('t2', 'c', '9'),
      leg('t1', 'b', '-5'),
      leg('t2', 'd', '-9'),
    ];
    const views = toTransactionViews(rows);
    expect(views.map((one) => [one.id, one.entries.map((entry) => entry.account)])).toEqual([
      ['t1', ['a', 'b']],
      ['t2', ['c', 'd']],
    ]);
    expect(views[0]).not.toHaveProperty('merchantId');
  });

  it('keep two legs on one account apart', () => {
    const [view] = toTransactionViews([leg('t1', 'a', '5'), leg('t1', 'a', '-5')]);
    expect(view?.entries).toHaveLength(2);
  });
});
