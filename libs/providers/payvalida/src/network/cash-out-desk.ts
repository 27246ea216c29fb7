import type { Money } from '@cauce/money';

/**
 * Who decides about cash that tills hand out: the host of the contract. Payvalida's networks ask in three
 * steps, and a till that got no answer asks again.
 *
 *   consult    what may be handed out for a document and a one-time password; it reserves nothing
 *   register   the cash was handed out. The network's transaction makes it idempotent: the same one for the
 *              same operation is answered alike however often it comes; for another it is `transaction_taken`
 *   reverse    the till takes it back, 30 or 50 seconds later at most (Payvalida's page says both). One that
 *              comes before its register, or without, is remembered, so that the late register is refused
 */
export interface CashOutDesk {
  consult(question: CashOutQuestion): Promise<CashOutOperation | CashOutRefused>;
  register(handout: CashOutHandout): Promise<CashOutRegistered | CashOutRefused>;
  reverse(reversal: CashOutReversal): Promise<CashOutReversed | CashOutRefused>;
}

/** Somebody stands at a till with a document and a one-time password. */
export interface CashOutQuestion {
  readonly network: string;
  /** Agreement ("convenio") that the till works under. */
  readonly netcode: string;
  readonly otp: string;
  readonly document: string;
  /** Three fields of free use, answered as they came; empty when absent. */
  readonly parameters: readonly [string, string, string];
}

/** What may be handed out. */
export interface CashOutOperation {
  readonly kind: 'payable';
  /** Ours, digits, at most 15: the till registers under it. */
  readonly operation: string;
  readonly amount: Money;
  /** What the payer bears of the transaction's cost. */
  readonly cost: Money;
}

/** Cash was handed out. */
export interface CashOutHandout {
  readonly network: string;
  readonly netcode: string;
  readonly operation: string;
  /** The network's own id, unique in it. */
  readonly transaction: string;
  readonly teller: string;
  /** Municipality of the till (DANE); Payvalida's table wants it and its example leaves it out. */
  readonly danecode: string | null;
}

/** What the till prints. */
export interface CashOutRegistered {
  readonly kind: 'registered';
  /** Ours. */
  readonly id: string;
  readonly amount: Money;
  readonly description: string;
  readonly document: string;
  readonly otp: string;
}

/** A till takes back what it registered. */
export interface CashOutReversal {
  readonly network: string;
  readonly netcode: string;
  readonly transaction: string;
}

export interface CashOutReversed {
  readonly kind: 'reversed';
}

/** A refusal, which leaves everything as it was. */
export interface CashOutRefused {
  readonly kind: 'refused';
  readonly reason: CashOutReason;
}

/**
 * Refusals: their code and text on the wire.
 *
 * @source docs.payvalida.com, API Cashout, "Exceptions", which speaks of networks too
 */
export const CASH_OUT_REFUSALS = {
  not_found: { code: '0001', text: 'No records were found' },
  wrong_otp: { code: '0002', text: 'Invalid OTP' },
  missing_otp: { code: '0008', text: 'Please indicate the OTP' },
  wrong_checksum: { code: '0009', text: 'Invalid checksum' },
  unknown_network: { code: '0010', text: 'Invalid network' },
  network_not_allowed: { code: '0011', text: 'Unauthorized network' },
  missing_document: { code: '0012', text: 'Please indicate ID/reference number' },
  not_completed: { code: '0013', text: 'Transaction could not be completed' },
  unknown_operation: { code: '0014', text: 'Operation number not registered' },
  missing_transaction: { code: '0015', text: 'Please indicate transaction number' },
  transaction_taken: { code: '0016', text: 'Transaction number already registered' },
  missing_teller: { code: '0017', text: 'Please indicate the teller' },
  not_reversible: { code: '0018', text: 'Transaction could not be reverted' },
  bad_parameters: { code: '0019', text: 'One or more invalid parameters' },
  expired: { code: '0021', text: 'Order expired' },
} as const satisfies Record<string, { code: string; text: string }>;

export type CashOutReason = keyof typeof CASH_OUT_REFUSALS;
