import type { OpeningHours } from '@cauce/calendar';
import type { Money } from '@cauce/money';

/** What a connector has announced of one route. Amounts in minor units of one currency. */
export interface RouteFacts {
  readonly route: string;
  readonly rail: string;
  readonly minimum: Money;
  readonly maximum: Money;
  readonly step: Money;
  /** When its counters are open; null when they never close, or payments are issued all the same. */
  readonly hours: OpeningHours | null;
}

/** Why a route was not chosen. A closed set: dashboards and merchants read it. */
export const REJECTIONS = {
  not_offered: 'no connector offers this method here',
  currency: 'the route collects another currency',
  limit_min: 'the amount is below the route’s minimum',
  limit_max: 'the amount is above the route’s maximum',
  amount_step: 'the route takes whole units only',
  tried: 'an earlier attempt on this route did not succeed',
  closed_hours: 'its counters are closed now, and nothing is issued meanwhile',
  holiday: 'its counters are closed on this holiday, and nothing is issued meanwhile',
  breaker_open: 'too many calls of the route have failed; only probes pass',
  draining: 'the route is drained or in maintenance: nothing new is issued on it',
  busy: 'as many calls of the route are in flight as may be',
  retry_budget: 'the route has had its share of retries',
  too_late: 'too little is left of the time in which the payment may be issued',
  not_first: 'another eligible route came first',
} as const satisfies Record<string, string>;

export type Rejection = keyof typeof REJECTIONS;

/** Reasons that pass with time, whatever the payment. */
export const PASSING: ReadonlySet<Rejection> = new Set([
  'closed_hours',
  'holiday',
  'breaker_open',
  'draining',
  'busy',
  'retry_budget',
]);

/** One route, or a method without any route, and what became of it. */
export interface Candidate {
  readonly route: string;
  readonly chosen: boolean;
  readonly reason?: Rejection;
}

export interface RouteChoice {
  readonly chosen: RouteFacts | null;
  readonly candidates: readonly Candidate[];
}

/**
 * Chooses the route of a payment: the first eligible one, in the merchant's order of methods and, within
 * a method, in the order that is given. Fallbacks pass the same checks as first choices.
 *
 * @param methods rails in the merchant's order of preference
 * @param amount what is to be collected
 * @param routes every route that a connector has announced
 * @param tried routes that this payment may not use again
 * @param refusing routes that take no call now, and why
 * @param order puts the routes of one method in order; by name when absent
 * @returns the chosen route or null, and every candidate with the reason why it was not chosen
 */
export function chooseRoute(
  methods: readonly string[],
  amount: Money,
  routes: readonly RouteFacts[],
  tried: ReadonlySet<string> = new Set(),
  refusing: ReadonlyMap<string, Rejection> = new Map(),
  order: (routes: readonly string[]) => readonly string[] = (names) => [...names].sort(),
): RouteChoice {
  let chosen: RouteFacts | null = null;
  const candidates: Candidate[] = [];
  for (const method of methods) {
    const offered = inOrder(
      routes.filter((route) => route.rail === method),
      order,
    );
    if (offered.length === 0) {
      candidates.push({ route: method, chosen: false, reason: 'not_offered' });
    }
    for (const route of offered) {
      const reason = tried.has(route.route)
        ? 'tried'
        : (ineligibility(amount, route) ?? refusing.get(route.route) ?? null);
      if (reason === null && chosen === null) {
        chosen = route;
        candidates.push({ route: route.route, chosen: true });
      } else {
        candidates.push({ route: route.route, chosen: false, reason: reason ?? 'not_first' });
      }
    }
  }
  return { chosen, candidates };
}

function inOrder(
  routes: readonly RouteFacts[],
  order: (routes: readonly string[]) => readonly string[],
): RouteFacts[] {
  const names = order(routes.map(({ route }) => route));
  return [...routes].sort((a, b) => names.indexOf(a.route) - names.indexOf(b.route));
}

function ineligibility(amount: Money, route: RouteFacts): Rejection | null {
  if (amount.currency !== route.minimum.currency) return 'currency';
  if (amount.minor < route.minimum.minor) return 'limit_min';
  if (amount.minor > route.maximum.minor) return 'limit_max';
  if (amount.minor % route.step.minor !== 0n) return 'amount_step';
  return null;
}
