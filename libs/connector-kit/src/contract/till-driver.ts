/** Where a till asks, and with which key. */
export interface TillCall {
  /** The address that the network was given. */
  readonly url: string;
  /** Signs with a key that we do not share. */
  readonly hasWrongKey: boolean;
}

/** What a till makes of an answer. */
export interface TillHeard {
  /** `unanswered` leaves open what was done. */
  readonly kind: 'accepted' | 'refused' | 'unanswered';
  /** What is due, as it reads the answer; null where it is not told. */
  readonly amountMinor: bigint | null;
  /** The network's own number of a payment; null for a question. */
  readonly transaction: string | null;
}

/** The tills of a network, which speak its protocol: written from its documents and from nothing of the connector. */
export interface TillDriver {
  /** The network's name, as it signs. */
  readonly network: string;
  /** Asks what is due. */
  consult(call: TillCall, code: string): Promise<TillHeard>;
  /** Registers a payment and confirms it, each again under the same number while it is not answered. */
  pay(call: TillCall, code: string, amountMinor: bigint): Promise<TillHeard>;
  /** Takes a payment back. */
  reverse(call: TillCall, transaction: string): Promise<TillHeard>;
}
