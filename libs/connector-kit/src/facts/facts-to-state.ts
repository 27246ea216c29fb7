import type { FactKind } from '@cauce/contracts';
import type { ProviderTransaction } from '../connector.js';

/** A statement that a provider's transaction makes. */
export interface Statement {
  readonly kind: FactKind;
  readonly transaction: ProviderTransaction;
}

/** Whether every transaction of a reference is in view, or only some. */
export type View = 'whole' | 'partial';

/**
 * What a provider's transactions state. A reversal states that there was a payment too, in case its own
 * report was lost. That a voucher is over is stated only when no transaction of its reference is pending or
 * paid, which takes the whole view; money is stated from any.
 *
 * @returns in the order of transaction ids, a payment before its reversal, so that two processes that state
 *   the same facts take their rows in the same order
 */
export function statementsOf(
  transactions: readonly ProviderTransaction[],
  view: View,
): Statement[] {
  const isOver =
    view === 'whole' &&
    transactions.every((one) => !['pending', 'paid', 'reversed'].includes(one.status));
  return [...transactions]
    .sort((a, b) => (a.providerTransactionId < b.providerTransactionId ? -1 : 1))
    .flatMap((transaction): Statement[] => {
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
          return isOver ? [{ kind: transaction.status, transaction }] : [];
      }
    });
}

/** Whether any of the transactions is money that came, also when it went again. */
export function hasMoney(transactions: readonly ProviderTransaction[]): boolean {
  return transactions.some((one) => one.status === 'paid' || one.status === 'reversed');
}
