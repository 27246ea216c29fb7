import type { Money } from '@cauce/money';

/**
 * The other direction: a network's tills ask us what they may take, and tell us what they took. A protocol
 * reads and answers the wire; the {@link TillDesk} behind it decides, and is the same for all of them.
 */
export interface TillProtocol {
  /** How long after its confirmation a till may still take a payment back. */
  readonly reverseWithinMs: number;

  /**
   * How long a registration that nobody confirms keeps its voucher from other tills; a till that repeats it
   * keeps it for as long again.
   */
  readonly holdMs: number;

  /**
   * Answers one request of a till. It checks who asks before it asks the desk, and asks the desk once at most.
   * What the desk throws it passes on, so that the till is left in doubt and asks again.
   *
   * @returns null for a request of no form of the protocol
   */
  answer(desk: TillDesk, request: TillRequest): Promise<TillAnswer | null>;
}

/** A request of a till, whatever brought it. */
export interface TillRequest {
  readonly method: string;
  /** What stands in the path behind the address that the network was given, without slashes at its ends. */
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  readonly body: Uint8Array;
}

/** What the till is answered with HTTP 200: refusals are codes in it. */
export interface TillAnswer {
  /** JSON. */
  readonly body: string;
}

/**
 * Decides about cash that tills take in. A till that got no answer asks again, under the same number.
 *
 *   consult    what is due; it reserves nothing
 *   register   the till has counted the money: nobody else may take any for the voucher, and it counts for
 *              nothing before it is confirmed. The network's transaction makes it idempotent: the same one for
 *              the same voucher and amount is answered alike however often it comes, while it has the voucher.
 *              One that was silent for too long has lost it, and is refused
 *   confirm    the cash was taken: from here on it is paid, whatever became of the voucher meanwhile
 *   reverse    the till takes it back, shortly after its confirmation or any time before. One that comes
 *              before its register, or without, is remembered, so that the late register is refused
 */
export interface TillDesk {
  consult(question: TillQuestion): Promise<TillDue | TillRefused>;
  register(payment: TillPayment): Promise<TillRegistered | TillRefused>;
  confirm(about: TillTransaction): Promise<TillDone | TillRefused>;
  reverse(about: TillTransaction): Promise<TillDone | TillRefused>;
}

/** Somebody stands at a till with a voucher. */
export interface TillQuestion {
  readonly network: string;
  /** The voucher's code, as it was handed out. */
  readonly code: string;
}

/** What is due, not more and not less. */
export interface TillDue {
  readonly kind: 'due';
  readonly amount: Money;
  readonly description: string;
}

/** What a network calls a payment. */
export interface TillTransaction {
  readonly network: string;
  /** The network's own id, unique in it. */
  readonly transaction: string;
}

/** A till has counted money. */
export interface TillPayment extends TillQuestion, TillTransaction {
  /** More than nothing. */
  readonly amount: Money;
}

/** What the till prints. */
export interface TillRegistered {
  readonly kind: 'registered';
  /** Our number of the transaction, digits. */
  readonly number: string;
  readonly description: string;
}

export interface TillDone {
  readonly kind: 'done';
}

/** A refusal, which leaves everything as it was. */
export interface TillRefused {
  readonly kind: 'refused';
  readonly reason: TillRefusal;
}

/** Why a till is refused. */
export const TILL_REFUSALS = [
  'not_due', // no such voucher, or it is over, cancelled, paid, or with another till
  'wrong_amount',
  'wrong_transaction', // the network's id is that of another payment
  'unknown_transaction',
  'reversed_before',
  'not_reversible', // too late
] as const;

export type TillRefusal = (typeof TILL_REFUSALS)[number];

/** A refusal. */
export function refusedBecause(reason: TillRefusal): TillRefused {
  return { kind: 'refused', reason };
}
