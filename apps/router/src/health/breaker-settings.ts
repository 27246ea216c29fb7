import type { OpenTimes } from './breaker-position.js';

/** When breakers open and for how long. Times in milliseconds, shares in per cent of ended calls. */
export interface BreakerSettings extends OpenTimes {
  /** How far back ended calls count. */
  readonly windowMs: number;
  /** Fewer calls in the window decide nothing. */
  readonly minimumCalls: number;
  readonly failurePercent: number;
  /** A call that took at least this long counts as slow. */
  readonly slowMs: number;
  readonly slowPercent: number;
  /** Breakers change, tell and count, and refuse nothing. */
  readonly isDryRun: boolean;
}
