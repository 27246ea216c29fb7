import type { ConnectorResult } from '@cauce/contracts';

/** Wait after each request to void a voucher, in milliseconds; the last one repeats. */
const WAITS_MS: readonly number[] = [60_000, 300_000, 1_800_000, 7_200_000, 21_600_000];

/** Some two days of asking: a provider that has not voided it by then will not. */
const MAX_VOIDS = 12;

/** Refusals that say nothing about the voucher: the next request may be granted. */
const PASSING_REFUSALS: ReadonlySet<string | null> = new Set([
  'maintenance',
  'auth_failed',
  'held',
]);

/**
 * When to ask again that a voucher be voided, should this request not be answered with success.
 *
 * @param voids how many requests were sent, this one included
 * @param expiresAt the end of the voucher, after which nobody can pay it; null when it is not known
 * @returns null when it is not worth another request
 */
export function nextVoidAt(now: Date, voids: number, expiresAt: Date | null): Date | null {
  if (voids >= MAX_VOIDS) return null;
  const waitMs = WAITS_MS[Math.min(voids, WAITS_MS.length) - 1] ?? 60_000;
  const next = new Date(now.getTime() + waitMs);
  return expiresAt !== null && next >= expiresAt ? null : next;
}

/** Whether an answer ends the requests: it was voided, or refused for a reason that stays. */
export function endsVoiding({
  outcome,
  reason,
}: Pick<ConnectorResult, 'outcome' | 'reason'>): boolean {
  return outcome === 'done' || (outcome === 'rejected' && !PASSING_REFUSALS.has(reason));
}
