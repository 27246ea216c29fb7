import { z } from 'zod';
import { businessDay, instant, minorAmount, moneyOnWire, routeName } from './wire-values.js';

export const PAYMENT_STATUSES = [
  'processing',
  'awaiting_payment',
  'partially_paid',
  'paid',
  'expired',
  'cancelled',
  'failed',
  'reversed',
] as const;

/** A payment as other services see it: no payer data. */
export const paymentSnapshot = z.object({
  id: z.string(),
  merchantId: z.string(),
  reference: z.string(),
  status: z.enum(PAYMENT_STATUSES),
  amount: moneyOnWire,
  amountPaid: moneyOnWire,
  method: z.string().nullable(),
  route: routeName.nullable(),
  late: z.boolean(),
  effectiveExpiresAt: instant.nullable(),
});

/** A change of a payment's public status. */
export const paymentChanged = z.object({ payment: paymentSnapshot, reason: z.string().nullable() });

const aboutReceipt = {
  factId: z.string(),
  route: routeName,
  reference: z.string(),
  providerTransactionId: z.string(),
  amount: moneyOnWire,
  occurredAt: instant,
  /** The day in Bogota on which the provider took the money. */
  occurredOn: businessDay,
};

/**
 * Money that reached a provider for a payment. `applied + surplus = amount`: what pays the merchant's
 * due, and what is owed back to the payer.
 */
export const moneyReceived = z.object({
  ...aboutReceipt,
  paymentId: z.string(),
  merchantId: z.string(),
  attemptId: z.string(),
  applied: minorAmount,
  surplus: minorAmount,
  /** on_time; late: after expiry, cancellation or failure; duplicate: nothing was due any more. */
  cause: z.enum(['on_time', 'late', 'duplicate']),
  /** True when this receipt makes the payment paid in full: the platform fee is charged then, on `due`. */
  completes: z.boolean(),
  due: minorAmount,
});

/** A counter or a provider took a receipt back. The amounts are those the receipt had at that moment. */
export const moneyReversed = z.object({
  ...aboutReceipt,
  paymentId: z.string(),
  merchantId: z.string(),
  attemptId: z.string(),
  /** The fact that recorded the receipt that is now reversed. */
  reversedFactId: z.string(),
  applied: minorAmount,
  surplus: minorAmount,
});

/** Surplus of one receipt now pays the merchant, because another receipt was reversed. */
export const surplusApplied = z.object({
  paymentId: z.string(),
  merchantId: z.string(),
  factId: z.string(),
  attemptId: z.string(),
  route: routeName,
  amount: moneyOnWire,
  occurredAt: instant,
  occurredOn: businessDay,
  /** True when this makes the payment paid in full again: the platform fee is charged again, on `due`. */
  completes: z.boolean(),
  due: minorAmount,
});

/** Money for a reference that no payment has: posted to suspense until somebody finds its owner. */
export const receiptUnidentified = z.object(aboutReceipt);

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];
export type PaymentSnapshot = z.output<typeof paymentSnapshot>;
export type PaymentChanged = z.output<typeof paymentChanged>;
export type MoneyReceived = z.output<typeof moneyReceived>;
export type MoneyReversed = z.output<typeof moneyReversed>;
export type SurplusApplied = z.output<typeof surplusApplied>;
export type ReceiptUnidentified = z.output<typeof receiptUnidentified>;
