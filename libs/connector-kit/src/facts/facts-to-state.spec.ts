import type { ProviderTransaction } from '../connector.js';
import { statementsOf } from './facts-to-state.js';

function transaction(id: string, status: ProviderTransaction['status']): ProviderTransaction {
  return {
    providerTransactionId: id,
    reference: '123',
    status,
    amount: { minor: 8_500_000n, currency: 'COP' },
    occurredAt: new Date('2026-11-20T15:00:00Z'),
  };
}

const kinds = (...transactions: ProviderTransaction[]) =>
  statementsOf(transactions).map((one) => `${one.transaction.providerTransactionId} ${one.kind}`);

describe('what transactions state', () => {
  it.each([
    ['pending', []],
    ['paid', ['a paid']],
    ['reversed', ['a paid', 'a reversed']],
    ['rejected', ['a rejected']],
    ['expired', ['a expired']],
    ['cancelled', ['a cancelled']],
  ] as const)('%s → %j', (status, expected) => {
    expect(kinds(transaction('a', status))).toEqual(expected);
  });

  it('a voucher that was paid twice states both', () => {
    expect(kinds(transaction('a', 'paid'), transaction('b', 'paid'))).toEqual(['a paid', 'b paid']);
  });

  it('the end of one transaction says nothing while another one lives', () => {
    expect(kinds(transaction('a', 'expired'), transaction('b', 'paid'))).toEqual(['b paid']);
    expect(kinds(transaction('a', 'rejected'), transaction('b', 'pending'))).toEqual([]);
  });
});
