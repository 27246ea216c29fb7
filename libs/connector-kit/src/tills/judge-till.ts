import { isCurrency, money, type Money } from '@cauce/money';
import type { ProviderTransaction, StatusAnswer } from '../connector.js';
import type { Voucher } from '../vouchers/voucher-row.js';
import type { TillRefusal } from './till-protocol.js';
import { transactionId, type RegisteredTransaction } from './till-transaction-row.js';

/** What a voucher is issued for. @throws Error for a currency that nobody collects: it was never issued */
export function dueFor({ command, reference }: Voucher): Money {
  const { minor, currency } = command.amount;
  if (isCurrency(currency)) return money(minor, currency);
  throw new Error(`voucher ${reference} is in ${currency}`);
}

/** Whether two amounts are the same, currency included. */
export function isSame(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}

/** Whether a transaction keeps its voucher from other tills now: for good, once its cash was taken. */
export function holds({ status, isHolding, heldUntil }: RegisteredTransaction, now: Date): boolean {
  return status === 'confirmed' || (isHolding && now < heldUntil);
}

/** Whether a voucher can be taken by some till, were it with none. */
export function isLive(voucher: Voucher, now: Date): boolean {
  const { isForTills, instruction, closedAt, expiresAt } = voucher;
  return isForTills && instruction !== null && closedAt === null && now < expiresAt;
}

/**
 * Why a register that comes again is refused. One that has not been confirmed is a question still: after its time
 * another till may have the voucher, or the payer another voucher, so that a yes would be a promise of nobody's.
 *
 * @param known what is known of the network's transaction
 * @param voucher what the code that the till named belongs to
 * @returns null for a repeat that gets the answer of the first time
 */
export function judgeRepeat(
  known: RegisteredTransaction,
  voucher: Voucher | null,
  amount: Money,
  now: Date,
): TillRefusal | null {
  if (known.status === 'reversed') return 'reversed_before';
  const isRepeat = known.reference === voucher?.reference && isSame(known.amount, amount);
  if (!isRepeat) return 'wrong_transaction';
  if (known.status === 'confirmed') return null;
  return holds(known, now) && voucher.closedAt === null ? null : 'not_due';
}

/**
 * What a reverse does to a transaction.
 *
 * @param withinMs how long after its confirmation a transaction may be taken back
 * @returns `done` where it was taken back before: the till did not hear it
 */
export function judgeReverse(
  { status, confirmedAt }: RegisteredTransaction,
  now: Date,
  withinMs: number,
): 'reverse' | 'done' | 'not_reversible' {
  if (status === 'reversed') return 'done';
  const isLate = confirmedAt !== null && now.getTime() - confirmedAt.getTime() > withinMs;
  return isLate ? 'not_reversible' : 'reverse';
}

/** A transaction whose money was taken, and may have been given back since; null while none was. */
export function toProviderTransaction(one: RegisteredTransaction): ProviderTransaction | null {
  const { reference, amount, status, confirmedAt, reversedAt } = one;
  if (confirmedAt === null) return null;
  return {
    providerTransactionId: transactionId(one),
    reference,
    status: status === 'reversed' ? 'reversed' : 'paid',
    amount,
    occurredAt: reversedAt ?? confirmedAt,
  };
}

/**
 * What we ourselves know of a voucher that tills ask us about: the money that they took, or that it waits, is
 * over or was closed. One that was closed before anybody was handed it is absent: nobody could ever pay it.
 *
 * @param transactions every one that was registered for it
 */
export function ownStatus(
  voucher: Voucher,
  transactions: readonly RegisteredTransaction[],
  now: Date,
): StatusAnswer {
  const taken = transactions.flatMap((one) => toProviderTransaction(one) ?? []);
  if (taken.length > 0) return { kind: 'found', transactions: taken };
  const { reference, instruction, closedAt, expiresAt, createdAt } = voucher;
  if (closedAt !== null && instruction === null) return { kind: 'absent' };
  const isHeld = transactions.some((one) => holds(one, now));
  const isOver = closedAt === null && now >= expiresAt && !isHeld;
  const status = closedAt !== null ? 'cancelled' : isOver ? 'expired' : 'pending';
  const occurredAt = closedAt ?? (isOver ? expiresAt : createdAt);
  const named = { providerTransactionId: reference, reference, status } as const;
  return { kind: 'found', transactions: [{ ...named, amount: dueFor(voucher), occurredAt }] };
}
