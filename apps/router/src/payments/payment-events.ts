import type {
  MoneyReceived,
  MoneyReversed,
  PaymentSnapshot,
  ReceiptUnidentified,
  SurplusApplied,
} from '@cauce/contracts';
import { dayOf } from '@cauce/calendar';
import type { MoneyEffect, Receipt } from './apply-facts.js';
import { statusOf, type PaymentState } from './payment-state.js';
import type { PaymentEntity } from './payment.entity.js';

/** The event that tells merchants and services of a new public status. */
export const STATUS_EVENTS = {
  created: null,
  submitted: null,
  unresolved: null,
  pending: 'payment.awaiting_payment',
  partially_paid: 'payment.partially_paid',
  paid: 'payment.paid',
  expired: 'payment.expired',
  cancelled: 'payment.cancelled',
  failed: 'payment.failed',
  reversed: 'payment.reversed',
} as const satisfies Record<PaymentState, string | null>;

/** Money events, by what the receipt did. */
export type MoneyEvent =
  | { type: 'payment.money_received'; data: MoneyReceived }
  | { type: 'payment.money_reversed'; data: MoneyReversed }
  | { type: 'payment.surplus_applied'; data: SurplusApplied };

/** A provider's statement about money, as it was stored. Minor units. */
export interface StoredFact {
  readonly id: string;
  readonly route: string;
  readonly reference: string;
  readonly providerTransactionId: string;
  readonly amountMinor: bigint;
  readonly occurredAt: Date;
}

/** The payment as events carry it: no payer data. */
export function snapshotOf(payment: PaymentEntity): PaymentSnapshot {
  const { id, merchantId, reference, currency, method, route, effectiveExpiresAt } = payment;
  return {
    id,
    merchantId,
    reference,
    status: statusOf(payment.state),
    amount: { minor: payment.amountMinor, currency },
    amountPaid: { minor: payment.amountPaidMinor, currency },
    method,
    route,
    late: payment.isLate,
    effectiveExpiresAt,
  };
}

/**
 * The money event of one effect.
 *
 * @param payment the payment that the money is for
 * @param effect what the fact caused, from apply-facts
 * @param fact the fact that caused it
 */
export function moneyEvent(
  payment: PaymentEntity,
  effect: MoneyEffect,
  fact: StoredFact,
): MoneyEvent {
  const about = { ...aboutReceipt(payment, effect.receipt, fact), ...owner(payment) };
  const { appliedMinor: applied, surplusMinor: surplus } = effect.receipt;
  switch (effect.kind) {
    case 'received':
      return {
        type: 'payment.money_received',
        data: {
          ...about,
          applied,
          surplus,
          cause: effect.cause,
          completes: effect.completes,
          due: payment.amountMinor,
        },
      };
    case 'reversed':
      return {
        type: 'payment.money_reversed',
        data: {
          ...about,
          factId: fact.id,
          reversedFactId: effect.receipt.factId,
          applied,
          surplus,
        },
      };
    case 'surplus_applied':
      return {
        type: 'payment.surplus_applied',
        data: {
          ...about,
          amount: { minor: effect.movedMinor, currency: payment.currency },
          completes: effect.completes,
          due: payment.amountMinor,
        },
      };
  }
}

/** The event of money that no payment of ours asked for; a reversal of it is negative. */
export function unidentifiedEvent(
  fact: StoredFact,
  kind: 'paid' | 'reversed',
  currency: string,
): ReceiptUnidentified {
  return {
    factId: fact.id,
    route: fact.route,
    reference: fact.reference,
    providerTransactionId: fact.providerTransactionId,
    amount: { minor: kind === 'paid' ? fact.amountMinor : -fact.amountMinor, currency },
    occurredAt: fact.occurredAt,
    occurredOn: dayOf(fact.occurredAt),
  };
}

function owner(payment: PaymentEntity) {
  return { paymentId: payment.id, merchantId: payment.merchantId };
}

function aboutReceipt(payment: PaymentEntity, receipt: Receipt, fact: StoredFact) {
  return {
    factId: receipt.factId,
    attemptId: receipt.attemptId,
    route: receipt.route,
    reference: fact.reference,
    providerTransactionId: receipt.providerTransactionId,
    amount: { minor: receipt.amountMinor, currency: payment.currency },
    occurredAt: fact.occurredAt,
    occurredOn: dayOf(fact.occurredAt),
  };
}
