import fc from 'fast-check';
import type { ProviderTransaction } from '../connector.js';
import { endedWithoutMoney, hasMoney, statementsOf } from './facts-to-state.js';

type Status = ProviderTransaction['status'];
const STATUSES: readonly Status[] = [
  'pending',
  'paid',
  'rejected',
  'expired',
  'cancelled',
  'reversed',
];

const one = (providerTransactionId: string, status: Status): ProviderTransaction => ({
  providerTransactionId,
  reference: '17636',
  status,
  amount: { minor: 8_500_000n, currency: 'COP' },
  occurredAt: new Date('2026-11-20T15:00:00Z'),
});

const said = (transactions: ProviderTransaction[], view: 'whole' | 'partial' = 'whole') =>
  statementsOf(transactions, view).map(
    ({ kind, transaction }) => `${transaction.providerTransactionId} ${kind}`,
  );

describe('what transactions state', () => {
  it.each([
    ['pending', []],
    ['paid', ['a paid']],
    ['reversed', ['a paid', 'a reversed']],
    ['rejected', ['a rejected']],
    ['expired', ['a expired']],
    ['cancelled', ['a cancelled']],
  ] as const)('one that is %s: %j', (status, expected) => {
    expect(said([one('a', status)])).toEqual(expected);
  });

  it('two payments of one voucher are two facts', () => {
    expect(said([one('b', 'paid'), one('a', 'paid')])).toEqual(['a paid', 'b paid']);
  });

  it.each(['pending', 'paid', 'reversed'] as const)(
    'the end of one says nothing while another is %s',
    (status) => {
      const statements = said([one('a', 'expired'), one('b', status)]);
      expect(statements.filter((text) => text.startsWith('a'))).toEqual([]);
    },
  );

  it('the end of one says nothing while others are out of view; money always counts', () => {
    const all = STATUSES.map((status, index) => one(String(index), status));
    expect(said(all, 'partial')).toEqual(['1 paid', '5 paid', '5 reversed']);
    expect(said([one('a', 'expired')], 'partial')).toEqual([]);
  });

  it('one that was stated as paid and is denied says nothing, and its voucher is not over', () => {
    const transactions = [one('a', 'rejected'), one('b', 'expired')];
    expect(statementsOf(transactions, 'whole', new Set(['a']))).toEqual([]);
  });

  it('are in an order that does not depend on the answer’s', () => {
    const transactions = fc.shuffledSubarray(
      STATUSES.flatMap((status, index) => [one(`${index}x`, status), one(`${index}y`, status)]),
    );
    fc.assert(
      fc.property(transactions, (list) => {
        expect(said(list)).toEqual(said([...list].reverse()));
      }),
    );
  });
});

it('what is over without money is neither awaited, paid nor reversed', () => {
  const ended = endedWithoutMoney(STATUSES.map((status) => one(status, status)));
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'expired', 'cancelled']);
});

it('money is what was paid, also when it went again', () => {
  const withMoney = STATUSES.filter((status) => hasMoney([one('a', status)]));
  expect(withMoney).toEqual(['paid', 'reversed']);
});
