import type { OpeningHours } from '@cauce/calendar';
import type { DocumentType } from '@cauce/contracts';
import type { Money } from '@cauce/money';
import { rulingOn, type RailRuling } from '../rules/apply-rules.js';
import type { CompiledRules } from '../rules/compile-rules.js';
import { momentOf, type RoutedPayment } from '../rules/rule-payment.js';
import { closedNow } from './closed-now.js';
import {
  decidedBy,
  inOrder,
  type Decider,
  type Placed,
  type RoutePreference,
} from './order-routes.js';
import { costOf, type RouteCost, type RouteFees } from './route-cost.js';

/** What a connector has announced of one route. Amounts in minor units of one currency. */
export interface RouteFacts {
  readonly route: string;
  readonly rail: string;
  readonly minimum: Money;
  readonly maximum: Money;
  readonly step: Money;
  /** When its counters are open; null when they never close, or payments are issued all the same. */
  readonly hours: OpeningHours | null;
  /** Documents that it takes of a payer; null where it takes all. */
  readonly documents: readonly DocumentType[] | null;
  /** Codes of the banks that its payers must choose from; null where none is needed, or none is known. */
  readonly bankCodes: ReadonlySet<string> | null;
  /** What its provider keeps of a payment; null where that is not known. */
  readonly fees: RouteFees | null;
}

/** The rail that sends payers to a bank of theirs, from which they have to come back. */
export const BANK_RAIL = 'pse';

/** Why a route was not chosen. A closed set: dashboards and merchants read it. */
export const REJECTIONS = {
  not_offered: 'no connector offers this method here',
  withdrawn: 'its connector no longer announces the route: it was taken out of the configuration',
  currency: 'the route collects another currency',
  limit_min: 'the amount is below the route’s minimum',
  limit_max: 'the amount is above the route’s maximum',
  amount_step: 'the route takes whole units only',
  document: 'the route does not take the payer’s kind of document',
  rule: 'a routing rule does not allow the route for this payment',
  bank: 'its provider does not list the payer’s bank, or the payment names none',
  return_url: 'it sends the payer to a bank, and the payment names no place to come back to',
  tried: 'an earlier attempt on this route did not succeed',
  closed_hours: 'its counters are closed now, and nothing is issued meanwhile',
  holiday: 'its counters are closed on this holiday, and nothing is issued meanwhile',
  breaker_open: 'too many calls of the route have failed; only probes pass',
  silent: 'its connector has not been heard of for too long: it is down, or cut off',
  draining: 'the route is drained or in maintenance: nothing new is issued on it',
  busy: 'as many calls of the route are in flight as may be',
  retry_budget: 'the route has had its share of retries',
  too_late: 'too little is left of the time in which the payment may be issued',
  degraded: 'the route issues badly lately, and another eligible one does not',
  not_first: 'another eligible route came first',
} as const satisfies Record<string, string>;

export type Rejection = keyof typeof REJECTIONS;

/** Reasons that pass with time, whatever the payment. */
export const PASSING: ReadonlySet<Rejection> = new Set([
  'closed_hours',
  'holiday',
  'breaker_open',
  'silent',
  'draining',
  'busy',
  'retry_budget',
]);

/** One route, or a method without any route, and what became of it. */
export interface Candidate {
  readonly route: string;
  readonly chosen: boolean;
  readonly reason?: Rejection;
  /** Name of the rule that refused it, or that put it first, or after the first. */
  readonly rule?: string;
  /** What put the chosen route before the next one of its rail that could have taken the payment. */
  readonly because?: Decider;
  /** What its provider would keep of the payment, where that is known. */
  readonly cost?: RouteCost;
}

export interface RouteChoice {
  readonly chosen: RouteFacts | null;
  readonly rulesVersion: number;
  readonly candidates: readonly Candidate[];
}

/** Everything that a choice goes by, besides the payment. */
export interface RoutingWorld {
  readonly at: Date;
  /** Every route that a connector has announced, if only once. */
  readonly routes: readonly RouteFacts[];
  readonly rules: CompiledRules;
  /** Routes that take no call now, and why. */
  readonly refusing: ReadonlyMap<string, Rejection>;
  /** What puts routes in order that rules leave equal, and those last that issue badly. */
  readonly preference: RoutePreference;
}

/**
 * Chooses the route of a payment: the first eligible one, in the merchant's order of methods and, within a method,
 * in the order of {@link inOrder}. Fallbacks pass the same checks as first choices. The same arguments always give
 * the same choice.
 *
 * @param tried routes that this payment may not use again
 * @returns the chosen route or null, and every candidate in order with the reason why it was not chosen
 */
export function chooseRoute(
  payment: RoutedPayment,
  world: RoutingWorld,
  tried: ReadonlySet<string> = new Set(),
): RouteChoice {
  const moment = momentOf(world.at);
  let chosen: RouteFacts | null = null;
  const candidates: Candidate[] = [];
  for (const rail of payment.methods) {
    const offered = world.routes.filter((route) => route.rail === rail);
    if (offered.length === 0) {
      candidates.push({ route: rail, chosen: false, reason: 'not_offered' });
      continue;
    }
    const names = offered.map(({ route }) => route);
    const ruling = rulingOn(rail, names, world.rules, payment, moment);
    const judged = offered.map((route) => ({
      route,
      cost: costOn(route, payment, world),
      refusal: tried.has(route.route) ? 'tried' : ineligibility(route, payment, ruling, world),
    }));
    const placed = inOrder(judged, payment.id, ruling.ordering, world.preference);
    const eligible = placed.filter(({ one }) => one.refusal === null);
    const first: Placed<Judged> | undefined = chosen === null ? eligible[0] : undefined;
    candidates.push(...placed.map((one) => candidateOf(one, first, eligible[1], ruling)));
    chosen ??= first?.one.route ?? null;
  }
  return { chosen, rulesVersion: world.rules.version, candidates };
}

/** A route of a rail, and what speaks against it. */
interface Judged {
  readonly route: RouteFacts;
  readonly cost: RouteCost | null;
  readonly refusal: Rejection | null;
}

/**
 * What became of a route.
 *
 * @param first the one that is chosen, if that is one of this rail
 * @param second the one after it that could have taken the payment
 */
function candidateOf(
  placed: Placed<Judged>,
  first: Placed<Judged> | undefined,
  second: Placed<Judged> | undefined,
  { refused, ordering }: RailRuling,
): Candidate {
  const { route, cost, refusal } = placed.one;
  const base = { route: route.route, ...(cost !== null && { cost }) };
  if (refusal !== null) {
    const rule = refusal === 'rule' ? refused.get(route.route) : undefined;
    return { ...base, chosen: false, reason: refusal, ...(rule !== undefined && { rule }) };
  }
  if (first === undefined) return { ...base, chosen: false, reason: 'not_first' };
  const isChosen = placed === first;
  const because = decidedBy(first, isChosen ? second : placed);
  const rule = because === 'rule' && ordering !== null ? { rule: ordering.name } : {};
  if (isChosen) return { ...base, chosen: true, because, ...rule };
  return {
    ...base,
    chosen: false,
    reason: because === 'issuance' ? 'degraded' : 'not_first',
    ...rule,
  };
}

function costOn(route: RouteFacts, { amount }: RoutedPayment, world: RoutingWorld) {
  if (route.fees === null || !isIn(route.fees, amount.currency)) return null;
  return costOf(amount, route.fees, world.preference.paidThisMonth(route.route));
}

/** Whether fees are of one currency, tiers and their bounds included: of others nobody knows what they come to. */
function isIn({ fixed, tiers }: RouteFees, currency: string): boolean {
  const amounts = [fixed, ...tiers.flatMap((tier) => [tier.fixed, tier.fromAmount ?? fixed])];
  return amounts.every((one) => one.currency === currency);
}

function takesBank({ bankCodes }: RouteFacts, bank: string | null): boolean {
  return bankCodes === null || (bank !== null && bankCodes.has(bank));
}

/** What does not pass with time is told first: waiting would not help. */
function ineligibility(
  route: RouteFacts,
  { amount, documentType, bank, hasReturnUrl }: RoutedPayment,
  ruling: RailRuling,
  world: RoutingWorld,
): Rejection | null {
  const refusal = world.refusing.get(route.route) ?? null;
  if (refusal === 'withdrawn') return refusal;
  if (amount.currency !== route.minimum.currency) return 'currency';
  if (amount.minor < route.minimum.minor) return 'limit_min';
  if (amount.minor > route.maximum.minor) return 'limit_max';
  if (amount.minor % route.step.minor !== 0n) return 'amount_step';
  const { documents } = route;
  if (documents !== null && documentType !== null && !documents.includes(documentType))
    return 'document';
  if (ruling.refused.has(route.route)) return 'rule';
  // After all else that lasts: what is passed over for these would be taken with another bank, or with a way back.
  if (!takesBank(route, bank)) return 'bank';
  if (route.rail === BANK_RAIL && !hasReturnUrl) return 'return_url';
  return closedNow(route, world.at) ?? refusal;
}
