import type { TransactionPosted } from '@cauce/contracts';
import type { Day } from '@cauce/calendar';
import { isCurrency, type Currency } from '@cauce/money';
import { canonicalReference } from './canonical-reference.js';

/** Gross money of one fact that one ledger transaction put on a route's receivable. */
export interface ExpectedPosting {
  readonly transactionId: string;
  readonly factId: string;
  readonly route: string;
  readonly reference: string;
  readonly providerTransactionId: string;
  readonly paymentId: string | null;
  readonly day: Day;
  /** Positive: the provider owes it. Negative: the provider took it back. */
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

/** Files carry gross amounts: what the provider keeps as its fee is no part of the comparison. */
const PROVIDER_FEE = 'expense.provider_fee';

const RECEIVABLE = /^psp\.(.+)\.receivable$/;

/**
 * Reads from a ledger transaction what the provider's file should say of it.
 *
 * Not the kind of the transaction counts but its entries, so that a new kind of receipt needs no change
 * here: a fact's money is whatever its transactions put on `psp.<route>.receivable`, fees aside.
 *
 * @returns null when the transaction moves no gross money of a fact: fees, or money already at the provider
 * @throws Error when it does, and lacks what it would be compared by: a bug of the sender
 */
export function expectedPosting(posted: TransactionPosted): ExpectedPosting | null {
  if (posted.factId === null) return null;
  if (posted.entries.some((entry) => entry.account === PROVIDER_FEE)) return null;
  const onReceivable = posted.entries.filter((entry) => RECEIVABLE.test(entry.account));
  const amountMinor = onReceivable.reduce((sum, entry) => sum + entry.amountMinor, 0n);
  const [first] = onReceivable;
  if (first === undefined || amountMinor === 0n) return null;

  const what = `transaction ${posted.transactionId}`;
  const { account, currency } = first;
  if (onReceivable.some((entry) => entry.account !== account || entry.currency !== currency)) {
    throw new Error(`${what} moves money of one fact on several receivables or currencies`);
  }
  const route = RECEIVABLE.exec(account)?.[1];
  const { reference, providerTransactionId, factId } = posted;
  if (route === undefined || reference === null || providerTransactionId === null) {
    throw new Error(`${what} moves money of fact ${factId} without saying of which reference`);
  }
  if (!isCurrency(currency)) throw new Error(`${what} is in ${currency}, which nobody books`);
  return {
    transactionId: posted.transactionId,
    factId,
    route,
    reference: canonicalReference(reference),
    providerTransactionId,
    paymentId: posted.paymentId,
    day: posted.effectiveOn,
    amountMinor,
    currency,
  };
}
