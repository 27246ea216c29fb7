/** Pauses after the voucher was issued, in milliseconds; the last one repeats until it is over. */
export const DEFAULT_POLL_SCHEDULE_MS: readonly number[] = [
  120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000,
];

/** How long after its end a voucher is still asked about: shops report late, networks later. */
export const POLL_AFTER_EXPIRY_MS = 3 * 86_400_000;

/** What the schedule needs to know of a voucher. */
export interface PolledVoucher {
  readonly polls: number;
  readonly expiresAt: Date | null;
}

/**
 * When to ask again about a voucher whose callback may never come.
 *
 * Besides the schedule it is asked about right after its end, which is when a lost callback matters most.
 *
 * @returns null when the voucher's time is over for good
 */
export function nextPollAt(
  voucher: PolledVoucher,
  now: Date,
  scheduleMs: readonly number[],
): Date | null {
  const pauseMs = scheduleMs[Math.min(voucher.polls, scheduleMs.length - 1)] ?? 3_600_000;
  const next = new Date(now.getTime() + pauseMs);
  if (voucher.expiresAt === null) return next;
  if (now < voucher.expiresAt && next > voucher.expiresAt) return voucher.expiresAt;
  const lastAt = new Date(voucher.expiresAt.getTime() + POLL_AFTER_EXPIRY_MS);
  return next > lastAt ? null : next;
}
