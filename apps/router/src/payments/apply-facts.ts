import { nextState, STATES, type PaymentState } from './payment-state.js';

/** Money that a provider says it took for a payment, and how it was shared out. All amounts in minor units. */
export interface Receipt {
  readonly factId: string;
  readonly attemptId: string;
  readonly route: string;
  readonly providerTransactionId: string;
  readonly amountMinor: bigint;
  /** Part that pays what the merchant is due. */
  readonly appliedMinor: bigint;
  /** Part that is owed back to the payer. `applied + surplus = amount`. */
  readonly surplusMinor: bigint;
  readonly isReversed: boolean;
}

/** What apply needs to know of a payment. Receipts are in the order in which we learnt of them. */
export interface PaymentMoney {
  readonly state: PaymentState;
  readonly dueMinor: bigint;
  readonly receipts: readonly Receipt[];
  /** Transactions that were reported reversed before they were reported paid. */
  readonly reversedAhead: readonly Reversal[];
}

/** A provider's word that it took a transaction back. Providers number theirs alike: the route tells them apart. */
export interface Reversal {
  readonly factId: string;
  readonly route: string;
  readonly providerTransactionId: string;
}

/** A paid or reversed fact, new to us. */
export interface MoneyFact {
  readonly factId: string;
  readonly attemptId: string;
  readonly route: string;
  readonly kind: 'paid' | 'reversed';
  readonly providerTransactionId: string;
  readonly amountMinor: bigint;
}

/** What a fact caused, in the order in which it is to be announced. */
export type MoneyEffect =
  | {
      readonly kind: 'received';
      readonly receipt: Receipt;
      readonly cause: 'on_time' | 'late' | 'duplicate';
      readonly completes: boolean;
    }
  | { readonly kind: 'reversed'; readonly receipt: Receipt; readonly byFactId: string }
  | {
      readonly kind: 'surplus_applied';
      readonly receipt: Receipt;
      readonly movedMinor: bigint;
      readonly completes: boolean;
    };

export interface Applied {
  readonly state: PaymentState;
  readonly receipts: readonly Receipt[];
  readonly reversedAhead: readonly Reversal[];
  readonly effects: readonly MoneyEffect[];
  /** True when money came after the merchant had been told that the payment was over. */
  readonly isLate: boolean;
}

/** What the merchant has been credited with: the applied parts of receipts that stand. */
export function appliedTotal(receipts: readonly Receipt[]): bigint {
  return receipts.reduce((sum, one) => (one.isReversed ? sum : sum + one.appliedMinor), 0n);
}

/** What providers hold for the payment: every receipt that stands, surplus included. */
export function heldTotal(receipts: readonly Receipt[]): bigint {
  return receipts.reduce((sum, one) => (one.isReversed ? sum : sum + one.amountMinor), 0n);
}

/**
 * Applies one new money fact to a payment. Money is never refused: what is not due is kept as surplus.
 *
 * @param payment state, amount due and receipts before the fact, minor units
 * @param fact a fact whose (route, provider transaction, kind) has not been applied before
 * @returns the payment after the fact, and the effects to announce; the sum of applied and surplus over
 *   standing receipts always equals the money that providers hold for this payment
 * @source first payment wins, a second one is owed to the payer; facts commute (reversed before paid)
 */
export function applyFact(payment: PaymentMoney, fact: MoneyFact): Applied {
  return fact.kind === 'paid' ? applyPaid(payment, fact) : applyReversed(payment, fact);
}

function applyPaid(payment: PaymentMoney, fact: MoneyFact): Applied {
  const outstanding = payment.dueMinor - appliedTotal(payment.receipts);
  const appliedMinor = fact.amountMinor < outstanding ? fact.amountMinor : outstanding;
  const receipt: Receipt = {
    factId: fact.factId,
    attemptId: fact.attemptId,
    route: fact.route,
    providerTransactionId: fact.providerTransactionId,
    amountMinor: fact.amountMinor,
    appliedMinor,
    surplusMinor: fact.amountMinor - appliedMinor,
    isReversed: false,
  };
  const receipts = [...payment.receipts, receipt];
  const completes = outstanding > 0n && appliedMinor === outstanding;
  const isLate = isOver(payment.state);
  const cause = outstanding === 0n ? 'duplicate' : isLate ? 'late' : 'on_time';
  const received: Applied = {
    state: stateAfterMoney(payment.state, payment.dueMinor, receipts),
    receipts,
    reversedAhead: payment.reversedAhead,
    effects: [{ kind: 'received', receipt, cause, completes }],
    isLate: isLate && outstanding > 0n,
  };
  const ahead = payment.reversedAhead.find((one) => isSameTransaction(one, fact));
  if (ahead === undefined) return received;
  const undone = applyReversed({ ...payment, state: received.state, receipts }, ahead);
  return {
    ...undone,
    reversedAhead: payment.reversedAhead.filter((one) => one !== ahead),
    effects: [...received.effects, ...undone.effects],
    isLate: received.isLate,
  };
}

function applyReversed(payment: PaymentMoney, reversal: Reversal): Applied {
  const original = payment.receipts.find(
    (one) => isSameTransaction(one, reversal) && !one.isReversed,
  );
  if (original === undefined) {
    const { factId, route, providerTransactionId } = reversal;
    return {
      ...payment,
      reversedAhead: [...payment.reversedAhead, { factId, route, providerTransactionId }],
      effects: [],
      isLate: false,
    };
  }
  const standing = payment.receipts.map((one) =>
    one === original ? { ...one, isReversed: true } : one,
  );
  const moved = moveSurplus(payment.dueMinor, standing);
  return {
    state: stateAfterMoney(payment.state, payment.dueMinor, moved.receipts),
    receipts: moved.receipts,
    reversedAhead: payment.reversedAhead,
    effects: [{ kind: 'reversed', receipt: original, byFactId: reversal.factId }, ...moved.effects],
    isLate: false,
  };
}

function isSameTransaction(a: Reversal, b: Reversal): boolean {
  return a.route === b.route && a.providerTransactionId === b.providerTransactionId;
}

/** After a reversal, surplus that payers left elsewhere pays what has become due again, oldest first. */
function moveSurplus(
  dueMinor: bigint,
  receipts: readonly Receipt[],
): { receipts: readonly Receipt[]; effects: MoneyEffect[] } {
  const effects: MoneyEffect[] = [];
  let outstanding = dueMinor - appliedTotal(receipts);
  const after = receipts.map((one) => {
    if (one.isReversed || one.surplusMinor === 0n || outstanding === 0n) return one;
    const movedMinor = one.surplusMinor < outstanding ? one.surplusMinor : outstanding;
    outstanding -= movedMinor;
    const receipt = {
      ...one,
      appliedMinor: one.appliedMinor + movedMinor,
      surplusMinor: one.surplusMinor - movedMinor,
    };
    effects.push({
      kind: 'surplus_applied',
      receipt,
      movedMinor,
      completes: outstanding === 0n,
    });
    return receipt;
  });
  return { receipts: after, effects };
}

/** The merchant has been told that nothing more is expected, though no money had come. */
function isOver(state: PaymentState): boolean {
  return STATES[state].isClosed && state !== 'paid';
}

function stateAfterMoney(
  state: PaymentState,
  dueMinor: bigint,
  receipts: readonly Receipt[],
): PaymentState {
  const total = appliedTotal(receipts);
  const event = total === dueMinor ? 'all_received' : total > 0n ? 'part_received' : 'all_reversed';
  const next = nextState(state, event);
  if (next === null)
    throw new Error(`no edge for ${event} in ${state}: money must never be refused`);
  return next;
}
