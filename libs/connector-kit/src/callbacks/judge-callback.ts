import type { CallbackHint, ProviderTransaction, StatusAnswer } from '../connector.js';
import { hasMoney } from '../facts/facts-to-state.js';

/** Longest time that a callback is asked about: by then polls and the settlement file have spoken. */
export const MAX_CALLBACK_AGE_MS = 24 * 3_600_000;

/** What to do about a callback, now that the provider was asked. */
export type CallbackVerdict =
  /** The provider confirms money: it is stated, for its payment or for nobody's. */
  | { readonly kind: 'state'; readonly transactions: readonly ProviderTransaction[] }
  /** The provider says what the callback says and it is no money: the voucher is asked about as a whole. */
  | { readonly kind: 'look'; readonly transactions: readonly ProviderTransaction[] }
  /** Nothing is to be done. */
  | { readonly kind: 'nothing' }
  /** Not yet: the provider does not show what the callback says, or the money has no owner yet. */
  | { readonly kind: 'wait' };

/**
 * Judges a callback by what the provider answered about its transaction.
 *
 * @param hint what the callback claims; its state is signed by nobody
 * @param answer what the provider says of that transaction
 * @param isOwned whether a voucher of ours has the reference that the provider names
 * @param isPatienceOver whether money without an owner has waited long enough
 */
export function judgeCallback(
  hint: CallbackHint,
  answer: StatusAnswer,
  isOwned: boolean,
  isPatienceOver: boolean,
): CallbackVerdict {
  if (answer.kind === 'absent') return { kind: 'wait' };
  const { transactions } = answer;
  if (hasMoney(transactions)) {
    return isOwned || isPatienceOver ? { kind: 'state', transactions } : { kind: 'wait' };
  }
  const isAllPending = transactions.every((one) => one.status === 'pending');
  if (!isAllPending) return { kind: 'look', transactions };
  return hint.claims === null || hint.claims === 'pending' ? { kind: 'nothing' } : { kind: 'wait' };
}

/**
 * When a callback that has to wait is looked at again.
 *
 * @param tries how often it was looked at, from 1
 * @param pausesMs pauses after each try; the last one repeats
 * @param unmatchedAfterMs age at which money without an owner is stated: it is looked at then at the latest
 * @returns null when it is too old to be asked about
 */
export function lookAgainAt(
  callback: { readonly tries: number; readonly receivedAt: Date },
  now: Date,
  pausesMs: readonly number[],
  unmatchedAfterMs: number,
): Date | null {
  const receivedMs = callback.receivedAt.getTime();
  const pauseMs = pausesMs[Math.min(callback.tries, pausesMs.length) - 1] ?? unmatchedAfterMs;
  const patienceMs = receivedMs + unmatchedAfterMs;
  const ordinaryMs = now.getTime() + pauseMs;
  const nextMs = patienceMs > now.getTime() ? Math.min(ordinaryMs, patienceMs) : ordinaryMs;
  return nextMs - receivedMs > MAX_CALLBACK_AGE_MS ? null : new Date(nextMs);
}
