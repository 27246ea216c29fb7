import { z } from 'zod';
import type { BreakerSettings } from './breaker-settings.js';
import type { RetryBudgetSettings } from './retry-budget.js';

const seconds = z.coerce.number().positive().max(86_400);
const percent = z.coerce.number().min(1).max(100);

/** Fewer calls are noise, whatever an operator would like. */
const FEWEST_CALLS = 20;

/** How the router watches over its routes; the defaults suit production. */
export const healthConfigSchema = z.object({
  CAUCE_BREAKERS: z
    .enum(['enforce', 'dry_run'])
    .default('enforce')
    .describe('Whether open breakers refuse calls, or only tell that they would'),
  CAUCE_BREAKER_WINDOW_SECONDS: seconds
    .default(30)
    .describe('How far back the calls of a route count for its breaker and its retry budget'),
  CAUCE_BREAKER_MINIMUM_CALLS: z.coerce
    .number()
    .int()
    .min(FEWEST_CALLS)
    .default(FEWEST_CALLS)
    .describe('Ended calls in the window before a breaker decides anything'),
  CAUCE_BREAKER_FAILURE_PERCENT: percent
    .default(50)
    .describe('Share of technical failures at which a breaker opens'),
  CAUCE_BREAKER_SLOW_SECONDS: seconds.default(10).describe('A call that takes this long is slow'),
  CAUCE_BREAKER_SLOW_PERCENT: percent
    .default(80)
    .describe('Share of slow calls at which a breaker opens'),
  CAUCE_BREAKER_OPEN_SECONDS: seconds
    .default(10)
    .describe('How long a breaker stays open the first time; doubled with each opening in a row'),
  CAUCE_BREAKER_MAX_OPEN_SECONDS: seconds
    .default(120)
    .describe('Longest time that a breaker stays open before it probes'),
  CAUCE_ROUTE_CALLS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(64)
    .describe('Calls of one route and operation that one process has in flight at most'),
  CAUCE_RETRY_PERCENT: percent
    .default(20)
    .describe('Retries on the same route, as a share of its first tries in the window'),
  CAUCE_RETRY_FLOOR: z.coerce
    .number()
    .int()
    .min(0)
    .default(3)
    .describe('Retries on the same route that are always allowed in a window'),
  CAUCE_ISSUANCE_WINDOW_SECONDS: z.coerce
    .number()
    .positive()
    .max(3_600)
    .default(300)
    .describe(
      'How far back the calls of a route count for the rate and the time that it is shown with',
    ),
  CAUCE_DEGRADED_PERCENT: percent
    .default(90)
    .describe('Share of successful calls below which a route is degraded'),
  CAUCE_CONVERSION_DAYS: z.coerce
    .number()
    .min(1)
    .max(90)
    .default(14)
    .describe(
      'Days whose payments tell how well the vouchers of a route are paid; several times as long as they live',
    ),
  CAUCE_CONVERSION_MINIMUM: z.coerce
    .number()
    .int()
    .min(1)
    .default(200)
    .describe('Payments of a route that have to have ended before they tell anything'),
  CAUCE_EXPLORATION_PERCENT: z.coerce
    .number()
    .min(0)
    .max(50)
    .default(5)
    .describe(
      'Share of payments that try another route of their rail first, so that all stay known',
    ),
  CAUCE_ISSUE_WITHIN_SECONDS: z.coerce
    .number()
    .positive()
    .max(31_536_000)
    .default(3_600)
    .describe('Time after a payment’s creation in which attempts to issue it are started'),
});

export type HealthVariables = z.output<typeof healthConfigSchema>;

/** The settings in the units that the code uses. */
export interface HealthConfig {
  readonly breakers: BreakerSettings;
  readonly retries: RetryBudgetSettings;
  /** Calls in flight of one route and operation in this process. */
  readonly callsPerRoute: number;
  readonly issueWithinMs: number;
  readonly conversion: { readonly windowMs: number; readonly minimumEnded: number };
  /** Share of payments that try another route first, 0 to 1. */
  readonly explorationShare: number;
  readonly issuanceWindowMs: number;
  /** Share of successful calls below which a route is degraded, 0 to 1. */
  readonly fewestSuccesses: number;
}

/** Turns validated variables into settings. */
export function healthConfig(variables: HealthVariables): HealthConfig {
  const windowMs = variables.CAUCE_BREAKER_WINDOW_SECONDS * 1000;
  return {
    breakers: {
      windowMs,
      minimumCalls: variables.CAUCE_BREAKER_MINIMUM_CALLS,
      failurePercent: variables.CAUCE_BREAKER_FAILURE_PERCENT,
      slowMs: variables.CAUCE_BREAKER_SLOW_SECONDS * 1000,
      slowPercent: variables.CAUCE_BREAKER_SLOW_PERCENT,
      openMs: variables.CAUCE_BREAKER_OPEN_SECONDS * 1000,
      maxOpenMs: variables.CAUCE_BREAKER_MAX_OPEN_SECONDS * 1000,
      isDryRun: variables.CAUCE_BREAKERS === 'dry_run',
    },
    retries: {
      windowMs,
      ratio: variables.CAUCE_RETRY_PERCENT / 100,
      floor: variables.CAUCE_RETRY_FLOOR,
    },
    callsPerRoute: variables.CAUCE_ROUTE_CALLS,
    conversion: {
      windowMs: variables.CAUCE_CONVERSION_DAYS * 86_400_000,
      minimumEnded: variables.CAUCE_CONVERSION_MINIMUM,
    },
    explorationShare: variables.CAUCE_EXPLORATION_PERCENT / 100,
    issuanceWindowMs: variables.CAUCE_ISSUANCE_WINDOW_SECONDS * 1000,
    fewestSuccesses: variables.CAUCE_DEGRADED_PERCENT / 100,
    issueWithinMs: variables.CAUCE_ISSUE_WITHIN_SECONDS * 1000,
  };
}
