import { isOpenAt, nextOpeningAt, type OpeningHours } from '@cauce/calendar';

/** Pauses since the voucher was issued, in milliseconds; the last one repeats until it is over. */
export const DEFAULT_POLL_SCHEDULE_MS: readonly number[] = [
  120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000,
];

/**
 * Pauses of rails whose payers do not walk to a counter. At PSE the payer is at the bank's page at once and
 * has some twenty minutes there, so the first answers are due within a minute.
 */
const RAIL_SCHEDULES_MS: ReadonlyMap<string, readonly number[]> = new Map([
  [
    'pse',
    [
      15_000, 15_000, 30_000, 60_000, 120_000, 300_000, 300_000, 600_000, 1_800_000, 7_200_000,
      21_600_000,
    ],
  ],
]);

/** The pauses that suit a rail when no setting says otherwise. */
export function pollScheduleOf(rail: string): readonly number[] {
  return RAIL_SCHEDULES_MS.get(rail) ?? DEFAULT_POLL_SCHEDULE_MS;
}

/** How long after its end a voucher is still asked about: shops report late, networks later. */
export const POLL_AFTER_EXPIRY_MS = 3 * 86_400_000;

/** A lost callback matters most around the end: asked right at it, and once more after the shop's own delay. */
const LAG_AFTER_EXPIRY_MS = 3_600_000;

/** Shops report a while after they close: till then polls go on as if they were open. */
const LAG_AFTER_CLOSING_MS = 3_600_000;

/** While counters are closed hardly anything can be news: a correction, a shop that was off line. */
const CLOSED_PAUSE_MS = 6 * 3_600_000;

/** What the schedule needs to know of a voucher. */
export interface PolledVoucher {
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Money has come already: only a second payment or a reversal is still to be found out. */
  readonly isPaid: boolean;
}

/**
 * When to ask again about a voucher whose callback may never come: a function of its age alone, so that a
 * process that was away for a day neither hurries nor forgets. While counters are closed it is asked every
 * six hours at most, and again when they open; its end is asked about when it comes all the same.
 *
 * @param scheduleMs pauses since the issue; the last one repeats
 * @param hours when counters are open; null when they never close
 * @returns the first instant after now, or null when the voucher's time is over for good
 */
export function nextPollAt(
  voucher: PolledVoucher,
  now: Date,
  scheduleMs: readonly number[],
  hours: OpeningHours | null = null,
): Date | null {
  const lastMs = scheduleMs.at(-1) ?? LAG_AFTER_EXPIRY_MS;
  const pausesMs = voucher.isPaid ? [lastMs] : scheduleMs;
  const bornMs = voucher.createdAt.getTime();
  const ageMs = now.getTime() - bornMs;
  const lifeMs = voucher.expiresAt.getTime() - bornMs;
  const dueAt = new Date(bornMs + nextOf(pausesMs, lastMs, ageMs));
  const nextAgeMs = Math.min(
    whileOpen(dueAt, now, hours).getTime() - bornMs,
    ...[lifeMs, lifeMs + LAG_AFTER_EXPIRY_MS].filter((milestoneMs) => milestoneMs > ageMs),
  );
  if (nextAgeMs > lifeMs + POLL_AFTER_EXPIRY_MS) return null;
  return new Date(bornMs + nextAgeMs);
}

/** Puts a poll that would fall into closed hours off: to the next opening, or for the long pause. */
function whileOpen(dueAt: Date, now: Date, hours: OpeningHours | null): Date {
  if (hours === null || isOpenAt(hours, dueAt, LAG_AFTER_CLOSING_MS)) return dueAt;
  const pausedMs = Math.max(dueAt.getTime(), now.getTime() + CLOSED_PAUSE_MS);
  const opensMs = nextOpeningAt(hours, dueAt)?.getTime() ?? pausedMs;
  return new Date(Math.min(opensMs, pausedMs));
}

/** The first age above the given one at which a pause ends. */
function nextOf(pausesMs: readonly number[], lastMs: number, ageMs: number): number {
  let totalMs = 0;
  for (const pauseMs of pausesMs) {
    totalMs += pauseMs;
    if (totalMs > ageMs) return totalMs;
  }
  return totalMs + (Math.floor((ageMs - totalMs) / lastMs) + 1) * lastMs;
}

/** Pauses before a poll that failed is tried again, whatever the schedule says. */
const AFTER_FAILURE_MS: readonly number[] = [30_000, 120_000, 600_000, 1_800_000];

/** After so many failures in a row, some four days, the settlement file is the only net that is left. */
const MAX_FAILURES = 200;

/**
 * When to ask again after a poll that the provider did not answer.
 *
 * @param failures how many polls in a row failed, from 1
 * @param scheduled when the next ordinary poll is due; null when there is none
 * @returns the earlier of the two: also a voucher's last poll is repeated; null when it failed too often
 */
export function pollAgainAt(failures: number, scheduled: Date | null, now: Date): Date | null {
  if (failures > MAX_FAILURES) return scheduled;
  const pauseMs =
    AFTER_FAILURE_MS[Math.min(failures, AFTER_FAILURE_MS.length) - 1] ?? LAG_AFTER_EXPIRY_MS;
  const soon = new Date(now.getTime() + pauseMs);
  return scheduled !== null && scheduled < soon ? scheduled : soon;
}
