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
 * @param deniedIds transactions that were stated as paid and read as over without money now: whether they are
 *   is not for us to say, so they state nothing, and their voucher is not over
 * @returns in the order of transaction ids, a payment before its reversal, so that two processes that state
 *   the same facts take their rows in the same order
 */
export function statementsOf(
  transactions: readonly ProviderTransaction[],
  view: View,
  deniedIds: ReadonlySet<string> = new Set(),
): Statement[] {
  const isOver =
    view === 'whole' &&
    deniedIds.size === 0 &&
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

/** The transactions that are over, and no money came of them. */
export function endedWithoutMoney(
  transactions: readonly ProviderTransaction[],
): ProviderTransaction[] {
  return transactions.filter((one) => ['rejected', 'expired', 'cancelled'].includes(one.status));
}

/** Whether any of the transactions is money that came, also when it went again. */
export function hasMoney(transactions: readonly ProviderTransaction[]): boolean {
  return transactions.some((one) => one.status === 'paid' || one.status === 'reversed');
}
