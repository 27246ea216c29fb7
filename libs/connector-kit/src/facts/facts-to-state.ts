import type { FactKind } from '@cauce/contracts';
import type { ProviderTransaction } from '../connector.js';

/** A statement that a provider's transaction makes. */
export interface Statement {
  readonly kind: FactKind;
  readonly transaction: ProviderTransaction;
}

/**
 * What a provider's transactions state. A reversal states that there was a payment too, in case its own
 * report was lost. While one transaction of a reference is pending or paid, the end of another one says
 * nothing about the voucher.
 */
export function statementsOf(transactions: readonly ProviderTransaction[]): Statement[] {
  const isAlive = transactions.some((one) => ['pending', 'paid', 'reversed'].includes(one.status));
  return transactions.flatMap((transaction): Statement[] => {
    switch (transaction.status) {
      case 'pending':
        return [];
      case 'paid':
        return [{ kind: 'paid', transaction }];
      case 'reversed':
        return [
          { kind: 'paid', transaction },
          { kind: 'reversed', transaction },
        ];
      case 'rejected':
      case 'expired':
      case 'cancelled':
        return isAlive ? [] : [{ kind: transaction.status, transaction }];
    }
  });
}
