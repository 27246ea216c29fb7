import type { CompiledRule, CompiledRules, RuleAction } from './compile-rules.js';
import { refuses } from './compile-rules.js';
import { isNamedBy } from './route-pattern.js';
import type { RoutedPayment, RuleMoment } from './rule-payment.js';

/** What the rules say of one rail for one payment. */
export interface RailRuling {
  /** Routes that may not be used, each with the name of the first rule that says so. */
  readonly refused: ReadonlyMap<string, string>;
  /** The first rule that holds and puts routes in order; null where none does. */
  readonly ordering: CompiledRule | null;
}

/**
 * Asks the rules about one rail. Every `allow` and `deny` that holds counts; of the rules that put routes in order
 * the first one that holds decides.
 *
 * @param routes names of the rail's routes
 */
export function rulingOn(
  rail: string,
  routes: readonly string[],
  rules: CompiledRules,
  payment: RoutedPayment,
  moment: RuleMoment,
): RailRuling {
  const refused = new Map<string, string>();
  let ordering: CompiledRule | null = null;
  for (const rule of rules.about(rail, payment)) {
    const isFilter = rule.action.kind === 'allow' || rule.action.kind === 'deny';
    if ((!isFilter && ordering !== null) || !rule.holds(payment, moment)) continue;
    if (!isFilter) ordering = rule;
    else {
      for (const route of routes) {
        if (!refused.has(route) && refuses(rule.action, route)) refused.set(route, rule.name);
      }
    }
  }
  return { refused, ordering };
}

/** What an order of routes goes by, for one payment. */
export interface OrderFacts {
  /** What the payment would cost on a route, in minor units; null where that is not known. */
  readonly costOf: (route: string) => bigint | null;
  /** A number in (0, 1) for this payment and a route, always the same. */
  readonly drawOf: (route: string) => number;
}

/**
 * Where an ordering rule puts a route: lower comes first, equal numbers leave the order to what comes after rules.
 * Shares are drawn so that the first route, and each one after it, comes up by its weight among those left.
 *
 * @returns Infinity for a route that the rule does not name, or whose cost is not known
 * @source weighted rendezvous hashing (Schindelhauer and Schomaker 2005): the least −ln(u)/weight is the first
 */
export function positionOf(action: RuleAction, route: string, facts: OrderFacts): number {
  if (action.kind === 'cheapest') {
    const cost = facts.costOf(route);
    return cost === null ? Infinity : Number(cost);
  }
  if (action.kind === 'split') {
    const share = action.shares.find((one) => isNamedBy(route, one.route));
    return share === undefined ? Infinity : -Math.log(facts.drawOf(route)) / share.weight;
  }
  const place = action.routes.findIndex((pattern) => isNamedBy(route, pattern));
  return place === -1 ? Infinity : place;
}
