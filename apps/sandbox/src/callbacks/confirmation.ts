import type { State, Transaction } from '../collections/collection.js';

/**
 * How a forged confirmation is signed. `replayed` is the signature of the true confirmation, where the
 * provider's signature does not cover the state.
 */
export const FORGED_SIGNATURES = ['wrong', 'replayed'] as const;
export type ForgedSignature = (typeof FORGED_SIGNATURES)[number];

/** What goes over the wire. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null with GET. */
  readonly body: string | null;
}

/** One message to a merchant. */
export interface Confirmation {
  readonly transaction: number;
  readonly reference: string;
  readonly state: State;
  readonly isForged: boolean;
  readonly request: OutgoingRequest;
}

/**
 * Writes what a provider tells about the present state of a transaction, or a forgery of it that claims a
 * payment which did not happen.
 *
 * @returns null when the merchant did not say where
 */
export type WriteConfirmation = (
  transaction: Transaction,
  forgery: ForgedSignature | null,
) => Confirmation | null;
