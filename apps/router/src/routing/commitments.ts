import { monthOf } from '@cauce/calendar';

/** What the provider of a route was promised: at least so many payments in each month of Bogota. */
export interface Commitment {
  readonly monthlyPayments: number;
}

/**
 * Whether a route has collected fewer payments than the part of its monthly minimum that is due by now: as much
 * of the minimum as has passed of the month in Bogota. Once the minimum is reached it is never behind, and a
 * month begins without a debt. It is a reason to prefer a route and no more: vouchers that are issued already
 * and will be paid within the month are not counted.
 *
 * @param paidThisMonth payments that the route has collected in the month of `at`
 * @throws CalendarError BAD_INSTANT
 */
export function behindCommitment(
  paidThisMonth: number,
  { monthlyPayments }: Commitment,
  at: Date,
): boolean {
  const { startsAt, endsAt } = monthOf(at);
  const passedMs = at.getTime() - startsAt.getTime();
  const lengthMs = endsAt.getTime() - startsAt.getTime();
  // Exact: milliseconds of a month by millions of payments are more than a number holds.
  return BigInt(paidThisMonth) * BigInt(lengthMs) < BigInt(monthlyPayments) * BigInt(passedMs);
}
