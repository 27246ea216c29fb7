import { createHash } from 'node:crypto';

const DIGITS = 12;

/**
 * A transaction's `transactionId`: a UUID, as PayU has them. It carries the sandbox's number in its last part,
 * so that a restart knows it again.
 *
 * @param kind - `void` is the transaction that takes a payment back
 */
export function transactionIdOf(id: number, kind: 'payment' | 'void' = 'payment'): string {
  const hex = createHash('sha256').update(`${kind} ${id}`).digest('hex');
  const middle = `4${hex.slice(8, 11)}-8${hex.slice(11, 14)}`;
  return `${hex.slice(0, 8)}-${hex.slice(14, 18)}-${middle}-${String(id).padStart(DIGITS, '0')}`;
}

/** The sandbox's number of a payment; null for what no payment is called. */
export function numberIn(transactionId: string): number | null {
  const id = Number(transactionId.slice(-DIGITS));
  return Number.isSafeInteger(id) && transactionIdOf(id) === transactionId ? id : null;
}

/** The orders' numbers: that of the voucher for what was paid with one. */
export function orderIdOf({ id, code }: { readonly id: number; readonly code: string | null }) {
  return code === null ? id : Number(code);
}
