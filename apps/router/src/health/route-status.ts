import type { BreakerState } from './breaker-position.js';
import type { RouteAbsence } from '../routing/route-absence.js';
import type { DrainedNow } from './route-drain.js';

/** Whether payments are issued on a route. */
export const ROUTE_STATUSES = ['up', 'degraded', 'down'] as const;
export type RouteStatus = (typeof ROUTE_STATUSES)[number];

/** What is wrong with a route, for people and programs. */
export const ROUTE_TROUBLES = {
  withdrawn: 'its connector no longer announces it: it was taken out of the configuration',
  silent: 'its connector has not announced it for a quarter of an hour: it is down, or cut off',
  drained: 'somebody stopped issuing on it',
  maintenance: 'it is in planned maintenance',
  breaker_open: 'too many calls failed; nothing is issued until probes succeed',
  probing: 'a few probes find out whether the provider is back',
  issues_badly: 'fewer calls succeed than should',
  status_queries_fail: 'status queries are not sent: unknown outcomes wait',
  cancellations_fail: 'cancellations are not sent: they are asked again later',
} as const satisfies Record<string, string>;

export type RouteTrouble = keyof typeof ROUTE_TROUBLES;

/** What is known of the health of a route at an instant. */
export interface KnownHealth {
  readonly absence: RouteAbsence | null;
  readonly issue: BreakerState;
  readonly readStatus: BreakerState;
  readonly cancel: BreakerState;
  readonly drained: DrainedNow | null;
  readonly isDegraded: boolean;
}

/** Troubles with which nothing is issued at all. */
const DOWN: ReadonlySet<RouteTrouble> = new Set([
  'withdrawn',
  'silent',
  'drained',
  'maintenance',
  'breaker_open',
]);

/** The status of a route and everything that is wrong with it, the worst first. */
export function routeStatus(health: KnownHealth): {
  readonly status: RouteStatus;
  readonly why: readonly RouteTrouble[];
} {
  const why: RouteTrouble[] = [];
  if (health.absence !== null) why.push(health.absence);
  if (health.drained !== null) why.push(health.drained.kind);
  if (health.issue === 'open') why.push('breaker_open');
  if (health.issue === 'half_open') why.push('probing');
  if (health.isDegraded) why.push('issues_badly');
  if (health.readStatus === 'open') why.push('status_queries_fail');
  if (health.cancel === 'open') why.push('cancellations_fail');
  if (why.some((one) => DOWN.has(one))) return { status: 'down', why };
  return { status: why.length === 0 ? 'up' : 'degraded', why };
}
