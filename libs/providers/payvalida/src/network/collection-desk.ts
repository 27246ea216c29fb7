import type { Money } from '@cauce/money';

/**
 * Who decides about cash that tills take in: the host of the contract. Payvalida's networks ask in steps, and
 * a till that got no answer asks again.
 *
 *   consult    what is due under a reference; it reserves nothing
 *   register   the till has counted the money; it counts for nothing before it is confirmed. The network's
 *              transaction makes it idempotent: the same one for the same reference and amount is answered
 *              alike however often it comes. The second till of a reference is refused before it takes cash
 *   confirm    the money is taken: from here on it is paid
 *   reverse    the till takes it back, within 30 seconds of its confirmation or any time before. One that
 *              comes before its register, or without, is remembered, so that the late register is refused;
 *              one that comes too late is `not_reversible`, and somebody should look at it
 *
 * A checksum proves the network, the reference and the network's transaction. It does not tell a confirmation
 * from a reverse, and covers neither till nor currency.
 */
export interface CollectionDesk {
  consult(question: CollectionQuestion): Promise<CollectionDue | CollectionRefused>;
  register(payment: CollectionPayment): Promise<CollectionRegistered | CollectionRefused>;
  confirm(transaction: CollectionTransaction): Promise<CollectionDone | CollectionRefused>;
  reverse(transaction: CollectionTransaction): Promise<CollectionDone | CollectionRefused>;
}

/** Somebody stands at a till with a reference. */
export interface CollectionQuestion {
  readonly network: string;
  /** Canonical: without spaces, dashes and left zeros. */
  readonly reference: string;
}

/** What is due. */
export interface CollectionDue {
  readonly kind: 'due';
  /** The one amount that is taken, or null when any amount is. */
  readonly amount: Money | null;
  readonly description: string;
  readonly merchantName: string;
}

/** A till has counted money. */
export interface CollectionPayment extends CollectionQuestion {
  /** More than nothing. */
  readonly amount: Money;
  /** The network's own id, unique in it. */
  readonly transaction: string;
  readonly teller: string;
}

/** What the till prints. */
export interface CollectionRegistered {
  readonly kind: 'registered';
  /** Ours. */
  readonly id: string;
  readonly description: string;
  readonly merchantName: string;
}

/** What a till registered before, by the network's own id. */
export interface CollectionTransaction {
  readonly network: string;
  readonly transaction: string;
}

export interface CollectionDone {
  readonly kind: 'done';
}

/** A refusal, which leaves everything as it was. */
export interface CollectionRefused {
  readonly kind: 'refused';
  readonly reason: CollectionReason;
}

/**
 * Refusals: their code and text on the wire. Payvalida calls a network an ally.
 *
 * @source docs.payvalida.com, API Recaudo, "Exceptions"; that networks get the same codes is assumed
 */
export const COLLECTION_REFUSALS = {
  unknown_network: { code: '0004', text: 'Allied not registered' },
  network_not_allowed: { code: '0005', text: 'Allied not authorized' },
  wrong_transaction: { code: '0010', text: 'Invalid transaction ID' },
  bad_content: { code: '0011', text: 'Error in the content' },
  not_completed: { code: '0012', text: 'Unable to complete register' },
  unknown_transaction: { code: '0013', text: 'Transaction ID does not exist' },
  reversed_before: { code: '0014', text: 'The transaction has already been reversed' },
  not_reversible: { code: '0015', text: 'The transaction can not be reversed' },
  wrong_amount: { code: '0021', text: 'The amount is not valid' },
  wrong_currency: { code: '0023', text: 'Currency is not valid' },
  wrong_checksum: { code: '0025', text: 'The checksum is not valid' },
  not_due: { code: '0041', text: 'Order is not registered or is APPROVED, EXPIRED or CANCELLED' },
} as const satisfies Record<string, { code: string; text: string }>;

export type CollectionReason = keyof typeof COLLECTION_REFUSALS;
