import type { ProviderTransaction } from '@cauce/connector-kit';

type Status = ProviderTransaction['status'];

/**
 * States of a transaction in answers. A closed table: another value is an error, never taken for pending.
 *
 * @source PayU Latam's documentation, "Response codes and variables", transaction states
 */
export const PAYU_STATES = {
  APPROVED: 'paid',
  DECLINED: 'rejected',
  ERROR: 'rejected', // final too: the confirmation page calls both 6
  EXPIRED: 'expired',
  PENDING: 'pending',
  SUBMITTED: 'pending', // handed to the network, which has not finished
} as const satisfies Record<string, Status>;

/** What a transaction of an order is about. Authorizations and captures apart are for cards: not ours. */
export const PAYU_TYPES = {
  AUTHORIZATION_AND_CAPTURE: 'payment',
  REFUND: 'refund',
  VOID: 'refund',
  PARTIAL_REFUND: 'part_refund',
} as const satisfies Record<string, string>;

/** States of an order, and whether they say that its last payment was given back. */
export const PAYU_ORDERS = {
  NEW: 'open',
  IN_PROGRESS: 'open',
  AUTHORIZED: 'open',
  CAPTURED: 'open',
  DECLINED: 'open',
  CANCELLED: 'given_back',
  REFUNDED: 'given_back',
  CHARGEBACK: 'given_back',
} as const satisfies Record<string, 'open' | 'given_back'>;

/**
 * States of a confirmation, `state_pol`. PayU sends final ones (4, 5, 6) only; the others stand in its table
 * of the response page.
 */
export const PAYU_CONFIRMED = {
  '4': 'paid',
  '5': 'expired',
  '6': 'rejected',
  '104': 'rejected',
  '7': 'pending', // review, or on its way to the network
  '10': 'pending',
  '12': 'pending', // PSE has not confirmed
  '14': 'pending', // receipt generated
  '15': 'pending', // in the bank
  '18': 'pending',
} as const satisfies Record<string, Status>;

/** The entry of a closed table for a text from outside, or null. */
export function entryOf<T>(table: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}
