import { z } from 'zod';
import { MAX_PROBES } from './breaker-position.js';
import { newestPercent } from './evidence-window.js';
import type { HealthConfig } from './health.config.js';

const ms = z.number().positive();
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

const DAY_MS = 86_400_000;

/** What routes are measured by, the same for all of them, as the process that answers was started with it. */
export const thresholdsView = z
  .object({
    breakers: z.object({
      /** Whether open ones refuse calls, or only tell that they would. */
      enforced: z.boolean(),
      /** How far back ended calls count. */
      windowMs: ms,
      /** Fewer ended calls decide nothing. */
      minimumCalls: count,
      /** Shares of failed and of slow calls at which one opens. */
      failureShare: share,
      slowShare: share,
      /** Share of the newest `minimumCalls` whose failure opens one, whatever came before. */
      newestFailureShare: share,
      /** A call that takes this long is slow. */
      slowMs: ms,
      /** How long one stays open at first, and at most after openings in a row. */
      openMs: ms,
      maxOpenMs: ms,
      /** Probes of a half-open one in flight, of all processes together. */
      probes: count,
    }),
    /** Calls of one route and operation that a process has in flight at most. */
    callsPerRoute: count,
    /** Retries on one route: a share of its first tries in the window, and never fewer than the floor. */
    retries: z.object({ windowMs: ms, share, floor: count }),
    /** How far back `issuance` looks, and the share of successes below which a route is degraded. */
    issuance: z.object({ windowMs: ms, fewestSuccesses: share }),
    /** How far back `conversion` looks, and how many payments have to have ended. */
    conversion: z.object({ windowDays: z.number().positive(), minimumEnded: count }),
    /** Share of payments that begin with another of equal routes. */
    explorationShare: share,
    /** Time after the creation of a payment in which attempts are started. */
    issueWithinMs: ms,
  })
  .meta({ id: 'RouteThresholds' });

export type ThresholdsView = z.output<typeof thresholdsView>;

/** The settings as operators see them. */
export function toThresholdsView(config: HealthConfig): ThresholdsView {
  const { breakers, retries } = config;
  const { windowMs, minimumEnded } = config.conversion;
  return {
    breakers: {
      enforced: !breakers.isDryRun,
      windowMs: breakers.windowMs,
      minimumCalls: breakers.minimumCalls,
      failureShare: breakers.failurePercent / 100,
      slowShare: breakers.slowPercent / 100,
      newestFailureShare: newestPercent(breakers) / 100,
      slowMs: breakers.slowMs,
      openMs: breakers.openMs,
      maxOpenMs: breakers.maxOpenMs,
      probes: MAX_PROBES,
    },
    callsPerRoute: config.callsPerRoute,
    retries: { windowMs: retries.windowMs, share: retries.ratio, floor: retries.floor },
    issuance: { windowMs: config.issuanceWindowMs, fewestSuccesses: config.fewestSuccesses },
    conversion: { windowDays: windowMs / DAY_MS, minimumEnded },
    explorationShare: config.explorationShare,
    issueWithinMs: config.issueWithinMs,
  };
}
