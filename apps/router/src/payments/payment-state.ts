import type { PaymentStatus } from '@cauce/contracts';

/**
 * The life of a payment as one table. Anything not drawn is refused; what money does is never refused:
 * every state that may meet cash has an edge for it.
 */

/** Inner states, each with the public status it shows as, and whether only money can still move it. */
export const STATES = {
  /** Stored; no attempt has been sent. Waits for the first attempt. */
  created: { status: 'processing', isClosed: false },
  /** An attempt is on its way to a provider. Waits for its result or for its lease to run out. */
  submitted: { status: 'processing', isClosed: false },
  /** An attempt may or may not have been executed. Waits for a status query on our own reference. */
  unresolved: { status: 'processing', isClosed: false },
  /** The payer holds a live voucher. Waits for money, expiry or cancellation. */
  pending: { status: 'awaiting_payment', isClosed: false },
  /** Some money came, less than is due. Waits for the rest, or for a person. */
  partially_paid: { status: 'partially_paid', isClosed: false },
  /** All that is due has reached a till. Only a reversal moves it. */
  paid: { status: 'paid', isClosed: true },
  /** The voucher ran out unpaid. Only late money moves it. */
  expired: { status: 'expired', isClosed: true },
  /** The merchant gave it up. Only late money moves it. */
  cancelled: { status: 'cancelled', isClosed: true },
  /** No provider issued it. Only money for an orphan voucher moves it. */
  failed: { status: 'failed', isClosed: true },
  /** Money came and was taken back. Only new money moves it. */
  reversed: { status: 'reversed', isClosed: true },
} as const satisfies Record<string, { status: PaymentStatus; isClosed: boolean }>;

export type PaymentState = keyof typeof STATES;

/** What can happen to a payment; the name is what was learnt, in the past tense. */
export const STATE_EVENTS = [
  'submitted',
  'issued',
  'outcome_unknown',
  'not_issued',
  'expired',
  'cancelled',
  'part_received',
  'all_received',
  'all_reversed',
] as const;

export type StateEvent = (typeof STATE_EVENTS)[number];

const MONEY = {
  part_received: 'partially_paid',
  all_received: 'paid',
  all_reversed: 'reversed',
} as const satisfies Partial<Record<StateEvent, PaymentState>>;

/**
 * Edges by state and event. An edge to the same state says that the event is expected and changes
 * nothing, such as a create reply that arrives after the money did.
 */
export const TRANSITIONS: Readonly<
  Record<PaymentState, Partial<Record<StateEvent, PaymentState>>>
> = {
  created: { submitted: 'submitted', not_issued: 'failed', ...MONEY },
  submitted: {
    submitted: 'submitted',
    issued: 'pending',
    outcome_unknown: 'unresolved',
    not_issued: 'failed',
    expired: 'expired',
    cancelled: 'cancelled',
    ...MONEY,
  },
  unresolved: {
    submitted: 'submitted',
    issued: 'pending',
    outcome_unknown: 'unresolved',
    not_issued: 'failed',
    expired: 'expired',
    cancelled: 'cancelled',
    ...MONEY,
  },
  pending: {
    issued: 'pending',
    outcome_unknown: 'pending',
    not_issued: 'failed',
    expired: 'expired',
    cancelled: 'cancelled',
    ...MONEY,
  },
  partially_paid: { issued: 'partially_paid', outcome_unknown: 'partially_paid', ...MONEY },
  paid: { issued: 'paid', outcome_unknown: 'paid', ...MONEY },
  expired: { issued: 'expired', outcome_unknown: 'expired', expired: 'expired', ...MONEY },
  cancelled: {
    issued: 'cancelled',
    outcome_unknown: 'cancelled',
    cancelled: 'cancelled',
    ...MONEY,
  },
  failed: { issued: 'failed', outcome_unknown: 'failed', not_issued: 'failed', ...MONEY },
  reversed: { issued: 'reversed', outcome_unknown: 'reversed', ...MONEY },
};

/**
 * Where an event takes a payment.
 *
 * @returns the next state, or null when the table has no such edge: the caller decides whether that is
 *   an ordinary refusal (a merchant cancels a paid payment) or something to ignore (a stale report)
 */
export function nextState(state: PaymentState, event: StateEvent): PaymentState | null {
  return TRANSITIONS[state][event] ?? null;
}

/** The public status of a state. */
export function statusOf(state: PaymentState): PaymentStatus {
  return STATES[state].status;
}
