import type { Money } from '@cauce/money';
import type { CallbackTarget } from './callback-target.schema.js';

/** States that every provider knows by names or numbers of its own. */
export const STATES = ['pending', 'paid', 'reversed', 'expired', 'cancelled', 'rejected'] as const;
export type State = (typeof STATES)[number];

/** What a protocol repeats of a request in its answers; only the protocol reads it. */
export type Details = Readonly<Record<string, unknown>>;

/**
 * Something that a payer can pay: a code for a counter, or a session at a bank. A counter keeps accepting its
 * code: what happens to it is written in transactions.
 */
export interface Voucher {
  /** Where it can be paid: a network of counters, or `pse`. */
  readonly network: string;
  /** The merchant's own name for it, as it came. */
  readonly reference: string;
  readonly code: string;
  /** What the merchant asked for. */
  readonly amountDue: Money;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly callback: CallbackTarget | null;
  readonly details: Details;
}

/** Money that a provider gave back because the merchant wished so: a part of a payment, or all of it. */
export interface Refund {
  readonly amount: Money;
  readonly refundedAt: Date;
  /** What the protocol knows it again by. */
  readonly details: Details;
}

/** What a merchant sees under one number of the provider. */
export interface Transaction {
  /** The provider's number, which its protocol dresses up. */
  readonly id: number;
  readonly reference: string;
  /** Null for money that came without a voucher. */
  readonly code: string | null;
  readonly network: string;
  /** What is due while nobody paid, and what was paid afterwards. */
  readonly amount: Money;
  readonly state: State;
  readonly createdAt: Date;
  /** When the present state began, or the latest refund was made. */
  readonly changedAt: Date;
  readonly paidAt: Date | null;
  readonly callback: CallbackTarget | null;
  readonly details: Details;
  /** Oldest first; refunds of the whole amount reverse the transaction. */
  readonly refunds: readonly Refund[];
}

/** What is to be issued; a protocol has decided on everything. */
export interface Order {
  readonly network: string;
  readonly reference: string;
  /** What the merchant wants as its code, which is free; the provider makes one for null. */
  readonly code?: string | null;
  readonly amount: Money;
  /** As it came in the request. */
  readonly requestedExpiry: string | null;
  readonly expiresAt: Date;
  readonly callback: CallbackTarget | null;
  readonly details: Details;
}

/** What may become another before a voucher is paid. */
export type OrderChange = Pick<Order, 'amount' | 'requestedExpiry' | 'expiresAt' | 'details'>;

export interface Payment {
  /** Null takes what is due. */
  readonly amount: Money | null;
  /** Null is now. */
  readonly paidAt: Date | null;
}

/** Money for a reference of which no voucher was issued. */
export interface StrayPayment extends Payment {
  readonly reference: string;
  readonly amount: Money;
  readonly network: string;
  readonly callback: CallbackTarget | null;
}

/** What changed, and a promise for the merchant being told of it, as far as that happens now. */
export interface Change {
  readonly transaction: Transaction;
  readonly announced: Promise<void>;
}
