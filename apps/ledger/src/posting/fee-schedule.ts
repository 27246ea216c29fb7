import { basisPoints, type Money } from '@cauce/money';

/** A fee in force from one day to another: fixed part, share, and IVA on their sum. */
export interface FeeSchedule {
  readonly kind: 'provider' | 'platform';
  /** Route (provider) or merchant (platform) that it is for; null for all without one of their own. */
  readonly subject: string | null;
  readonly fixedMinor: bigint;
  readonly feeBps: bigint;
  readonly ivaBps: bigint;
  readonly fromOn: string;
  /** Last day, or null while it has no end. */
  readonly toOn: string | null;
  readonly source: string;
}

/** A fee and the IVA on it, minor units. */
export interface Fee {
  readonly fee: bigint;
  readonly iva: bigint;
}

/**
 * The schedule in force: the subject's own before the general one, the latest start first.
 *
 * @param day business day of the receipt, `YYYY-MM-DD`
 * @returns null when no schedule covers the day: then nothing is charged
 */
export function scheduleFor(
  schedules: readonly FeeSchedule[],
  kind: FeeSchedule['kind'],
  subject: string,
  day: string,
): FeeSchedule | null {
  const inForce = schedules
    .filter((one) => one.kind === kind && (one.subject === subject || one.subject === null))
    .filter((one) => one.fromOn <= day && (one.toOn === null || day <= one.toOn))
    .sort(
      (a, b) =>
        Number(b.subject !== null) - Number(a.subject !== null) || (a.fromOn < b.fromOn ? 1 : -1),
    );
  return inForce[0] ?? null;
}

/**
 * The fee on an amount. Each line is rounded half-up to the minor unit.
 *
 * @param base what the fee is taken of
 */
export function feeOn(schedule: FeeSchedule | null, base: Money): Fee {
  if (schedule === null) return { fee: 0n, iva: 0n };
  const fee = schedule.fixedMinor + basisPoints(base, schedule.feeBps).minor;
  const iva = basisPoints({ minor: fee, currency: base.currency }, schedule.ivaBps).minor;
  return { fee, iva };
}
