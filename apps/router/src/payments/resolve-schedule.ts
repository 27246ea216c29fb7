/** How many consistent "the provider does not know it" answers are needed before we believe them. */
export const ABSENCES_NEEDED = 3;

/** Wait before each status query of an attempt whose outcome is unknown; the last one repeats. */
export const DEFAULT_RESOLVE_SCHEDULE_MS: readonly number[] = [
  5_000, 15_000, 45_000, 120_000, 300_000, 900_000, 3_600_000, 21_600_000,
];

/**
 * When to ask the provider again about an attempt whose outcome is unknown.
 *
 * @param now the present instant
 * @param queries how many status queries have been sent so far, from 0
 * @param scheduleMs waits in milliseconds; the last one repeats
 * @param jitter a number in [0, 1): spreads the wait by ±20 %
 */
export function nextQueryAt(
  now: Date,
  queries: number,
  scheduleMs: readonly number[],
  jitter: number,
): Date {
  const waitMs = scheduleMs[Math.min(queries, scheduleMs.length - 1)] ?? 5_000;
  return new Date(now.getTime() + Math.round(waitMs * (0.8 + jitter * 0.4)));
}

/**
 * Whether an attempt that the provider says it does not know may be taken as never executed.
 *
 * @param absences consistent negative answers so far, this one included
 * @param startedAt when the attempt was sent
 * @param seenAt when the last of them was given, which may be well before it came here
 * @param hiddenMs how long what was sent may not be seen: the whole time of the call, and then what the provider may
 *   take to show what it executed
 * @source one "not found" is no proof: a create in flight may become visible later
 */
export function isAbsent(
  absences: number,
  startedAt: Date,
  seenAt: Date,
  hiddenMs: number,
): boolean {
  const ageMs = seenAt.getTime() - startedAt.getTime();
  return absences >= ABSENCES_NEEDED && ageMs >= hiddenMs;
}
