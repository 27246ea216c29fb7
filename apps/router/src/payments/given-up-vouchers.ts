import type { MoneyFact, Receipt } from './apply-facts.js';
import type { AttemptEntity, AttemptStatus } from './attempt.entity.js';
import type { PaymentState } from './payment-state.js';

/** Reason of an attempt that was given up because the money of another one pays the payment. */
export const ANOTHER_WAS_PAID = 'another_was_paid';

/** Given up by us, so that a provider may hold a voucher all the same; or by the provider, which does no harm. */
const GIVEN_UP: readonly AttemptStatus[] = ['orphaned', 'cancelled'];

/** What the rules look at in an attempt that may be given up. */
type Given = Pick<AttemptEntity, 'id' | 'status' | 'reason' | 'endedAt'>;

/**
 * Whether nobody needs an attempt's voucher any more: the payment is paid, by the money of other ones.
 *
 * @param receipts of the payment; what is owed back to the payer pays nothing
 */
export function isUnneeded(
  state: PaymentState,
  attemptId: string,
  receipts: readonly Receipt[],
): boolean {
  const pays = (one: Receipt) =>
    one.attemptId === attemptId && !one.isReversed && one.appliedMinor > 0n;
  return state === 'paid' && !receipts.some(pays);
}

/**
 * What money that came or went changes of an attempt: where it is unneeded, what was issued is given up, and what
 * the merchant had given up is no longer shown. Nothing brings it back, not even that the money is taken back.
 *
 * @param state of the payment, the money counted in
 * @param receipts of the payment, the money counted in
 * @returns what changes, after which its provider is to void it; null when nothing does
 */
export function giveUpUnneeded(
  attempt: Given,
  state: PaymentState,
  receipts: readonly Receipt[],
  now: Date,
): Pick<Given, 'status' | 'reason' | 'endedAt'> | null {
  const isIssued = attempt.status === 'issued';
  const byMerchant = attempt.status === 'cancelled' && attempt.reason === null;
  if (!(isIssued || byMerchant) || !isUnneeded(state, attempt.id, receipts)) return null;
  const endedAt = isIssued ? now : attempt.endedAt;
  return { status: 'cancelled', reason: ANOTHER_WAS_PAID, endedAt };
}

/**
 * Whether a till has money for an attempt, due or not: then there is nothing left of its voucher to void.
 *
 * @param receipts of the payment
 */
export function isPaidFor(attemptId: string, receipts: readonly Receipt[]): boolean {
  return receipts.some((one) => one.attemptId === attemptId && !one.isReversed);
}

/** Whether a fact may have made a voucher payable again that was given up: its money was taken back. */
export function isPayableAgain(
  { id, status }: Pick<Given, 'id' | 'status'>,
  { kind, attemptId }: Pick<MoneyFact, 'kind' | 'attemptId'>,
): boolean {
  return kind === 'reversed' && attemptId === id && GIVEN_UP.includes(status);
}

/** Whether a voucher is kept from the payer, whatever becomes of its payment. */
export function isHidden({ status, reason }: Pick<Given, 'status' | 'reason'>): boolean {
  return status === 'orphaned' || reason === ANOTHER_WAS_PAID;
}
