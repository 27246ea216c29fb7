import { compare, fromWholeUnits, isZero, subtract, type Money } from '@cauce/money';
import { z } from 'zod';
import { refundedOf } from '../collections/collection-book.js';
import type { Transaction } from '../collections/collection.js';
import type { CauseCode } from './refusal.js';

/** How long after its approval a payment may be refunded. @source mercadopago.com.co and y.uno: 180 days */
const LONGEST_MS = 180 * 86_400_000;

const bodySchema = z
  .object({ amount: z.number('4041').int('4041').positive('4040').nullish() }, '4041')
  .nullish();

export type RefundDecision =
  | { readonly kind: 'refund'; readonly amount: Money }
  | { readonly kind: 'refused'; readonly code: CauseCode };

/**
 * Decides on `POST /v1/payments/{id}/refunds`; without an amount all that is left goes back.
 *
 * @source codes of the reference page; that 2063 speaks of the state and 2017 of the amount left was
 *   measured by an integrator in 2026. That a part of a peso is 4041 is ours
 */
export function decideRefund(payment: Transaction, body: unknown, now: Date): RefundDecision {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    return { kind: 'refused', code: parsed.error.issues[0]?.message === '4040' ? 4040 : 4041 };
  }
  if (payment.paidAt === null) return { kind: 'refused', code: 2063 };
  const left = leftOf(payment);
  const wish = parsed.data?.amount ?? null;
  if (wish === null && isZero(left)) return { kind: 'refused', code: 2063 };
  const amount = wish === null ? left : fromWholeUnits(BigInt(wish), 'COP');
  if (compare(amount, left) > 0) return { kind: 'refused', code: 2017 };
  const isTooOld = now.getTime() - payment.paidAt.getTime() > LONGEST_MS;
  return isTooOld ? { kind: 'refused', code: 2024 } : { kind: 'refund', amount };
}

/** Nothing is left of what a counter took back. */
function leftOf(payment: Transaction): Money {
  const isBack = payment.state !== 'paid';
  return subtract(payment.amount, isBack ? payment.amount : refundedOf(payment));
}
