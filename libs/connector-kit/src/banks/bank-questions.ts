/** Pauses after questions for banks that were not answered, the last one repeats: there is yesterday's list. */
const AFTER_FAILURE_MS: readonly number[] = [300_000, 900_000, 1_800_000, 3_600_000];

/** Longest time that a question is under way: no other process asks meanwhile. */
const LEASE_MS = 60_000;

/** What a route is asked for banks with. */
export interface BankQuestion {
  /** Questions in a row before this one that were not answered. */
  readonly failures: number;
  /** How old a list may become. */
  readonly refreshMs: number;
  /** How long the provider wants to be left alone after it was asked; 0 when it does not say. */
  readonly pauseMs: number;
}

/** How a question ended; `not_asked` where it did not come to it: nobody was reached, or nobody let us in. */
export type BankAnswer = 'listed' | 'failed' | 'not_asked';

/** Until when nobody else asks, while one process does: it may die over it, and has asked all the same. */
export function takenUntil(now: Date, { pauseMs }: Pick<BankQuestion, 'pauseMs'>): Date {
  return new Date(now.getTime() + Math.max(LEASE_MS, pauseMs));
}

/**
 * When a provider is asked for its banks again.
 *
 * @param now when it was asked
 */
export function askAgainAt(now: Date, question: BankQuestion, answer: BankAnswer): Date {
  const { failures, refreshMs, pauseMs } = question;
  const last = AFTER_FAILURE_MS.length - 1;
  const failedMs = AFTER_FAILURE_MS[Math.min(failures, last)] ?? refreshMs;
  const againMs = {
    listed: Math.max(refreshMs, pauseMs),
    failed: Math.max(failedMs, pauseMs),
    not_asked: failedMs,
  };
  return new Date(now.getTime() + againMs[answer]);
}
