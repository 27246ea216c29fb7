import type { TimerKind } from './payment.entity.js';

/** Settings of the two timers of a voucher, in milliseconds. */
export interface TimerSettings {
  readonly expiringLeadMs: number;
  readonly expiryGraceMs: number;
}

/** The timer that a payment runs next. */
export interface PaymentTimer {
  readonly kind: TimerKind;
  readonly at: Date;
}

/**
 * The first timer of a freshly issued voucher: the notice that it is about to expire, or, when that
 * moment is already past, its end.
 *
 * @param effectiveExpiresAt when the provider stops taking money, or null when it never said
 */
export function firstTimer(
  effectiveExpiresAt: Date | null,
  now: Date,
  settings: TimerSettings,
): PaymentTimer | null {
  if (effectiveExpiresAt === null) return null;
  const noticeAt = new Date(effectiveExpiresAt.getTime() - settings.expiringLeadMs);
  return noticeAt > now
    ? { kind: 'expiring', at: noticeAt }
    : lastTimer(effectiveExpiresAt, settings);
}

/**
 * The end of a voucher. The grace is for money that was paid in time and is reported late: it spares
 * the merchant an `expired` that turns into `paid`.
 */
export function lastTimer(effectiveExpiresAt: Date, settings: TimerSettings): PaymentTimer {
  return {
    kind: 'expire',
    at: new Date(effectiveExpiresAt.getTime() + settings.expiryGraceMs),
  };
}
