/** Ended calls that say something about a route, over all processes, in the window of issuance. */
export interface CallCounts {
  readonly successes: number;
  /** Refusals of our credentials among them. */
  readonly failures: number;
  /** Time of the successes together, milliseconds. */
  readonly successMs: number;
}

/** How well a route issues: known within seconds, and what breakers and routing go by. */
export interface Issuance {
  readonly calls: number;
  /** Share of calls that succeeded, 0 to 1. */
  readonly rate: number;
  /** Mean of the calls that succeeded, milliseconds; null when none has. */
  readonly meanMs: number | null;
}

/** @returns null when no call says anything */
export function issuanceOf({ successes, failures, successMs }: CallCounts): Issuance | null {
  const calls = successes + failures;
  if (calls === 0) return null;
  return {
    calls,
    rate: successes / calls,
    meanMs: successes === 0 ? null : Math.round(successMs / successes),
  };
}

/**
 * Whether a route issues badly, although not so badly that its breaker opens.
 *
 * @param minimumCalls fewer say nothing
 * @param fewestSuccesses share of successes below which it does, 0 to 1
 */
export function isDegraded(
  issuance: Issuance | null,
  minimumCalls: number,
  fewestSuccesses: number,
): boolean {
  return issuance !== null && issuance.calls >= minimumCalls && issuance.rate < fewestSuccesses;
}
