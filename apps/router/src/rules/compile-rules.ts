import type { DayKind } from '@cauce/calendar';
import { foldText } from './fold-text.js';
import { isNamedBy, railOf } from './route-pattern.js';
import { indexRules } from './rule-index.js';
import { minuteOf, type RoutedPayment, type RuleMoment } from './rule-payment.js';
import type { RoutingRule, RoutingRules, RuleConditions } from './routing-rules.schema.js';

/** What a rule does with the routes of a rail. */
export type RuleAction =
  | { readonly kind: 'allow' | 'deny' | 'prefer'; readonly routes: readonly string[] }
  | { readonly kind: 'split'; readonly shares: readonly RouteShare[] }
  | { readonly kind: 'cheapest' };

export interface RouteShare {
  readonly route: string;
  /** Relative to the other weights of the rule. */
  readonly weight: number;
}

/** A rule that is ready to be asked; its lists are sets, its texts folded. */
export interface CompiledRule {
  readonly name: string;
  readonly action: RuleAction;
  readonly holds: (payment: RoutedPayment, moment: RuleMoment) => boolean;
}

/** A document that is ready to be asked. */
export interface CompiledRules {
  readonly version: number;
  /** Rules that may speak of a rail, in the document's order. */
  readonly of: (rail: string) => readonly CompiledRule[];
  /** Of these, all that can hold for a payment, in the same order. */
  readonly about: (rail: string, payment: RoutedPayment) => readonly CompiledRule[];
}

/** Before anybody has written a rule. */
export const NO_RULES: CompiledRules = { version: 0, of: () => [], about: () => [] };

interface RulesOfRail {
  readonly all: readonly CompiledRule[];
  readonly about: (payment: RoutedPayment) => readonly CompiledRule[];
}

/** Makes a document ready: what a payment costs to decide is then a look at each rule that may be about it. */
export function compileRules(version: number, { rules }: RoutingRules): CompiledRules {
  const compiled = rules.map((rule) => ({
    rails: railsOf(rule),
    when: rule.when,
    rule: compileRule(rule),
  }));
  const byRail = new Map<string, RulesOfRail>();
  const on = (rail: string): RulesOfRail => {
    const known = byRail.get(rail);
    if (known !== undefined) return known;
    const own = compiled.filter(({ rails }) => rails === null || rails.has(rail));
    const result = { all: own.map(({ rule }) => rule), about: indexRules(own) };
    byRail.set(rail, result);
    return result;
  };
  return { version, of: (rail) => on(rail).all, about: (rail, payment) => on(rail).about(payment) };
}

/**
 * The rails that a rule speaks of: those of its condition, and of these the ones that its routes are of.
 *
 * @returns null for every rail
 */
export function railsOf(rule: RoutingRule): ReadonlySet<string> | null {
  const named = routesOf(actionOf(rule)).map(railOf);
  const ofRoutes =
    named.length === 0 || named.includes(null)
      ? null
      : new Set(named.filter((rail) => rail !== null));
  const { rails } = rule.when;
  if (rails === undefined) return ofRoutes;
  return new Set(rails.filter((rail) => ofRoutes === null || ofRoutes.has(rail)));
}

/** The action of a rule; its schema has seen to it that there is one. */
export function actionOf({ then }: RoutingRule): RuleAction {
  if (then.allow !== undefined) return { kind: 'allow', routes: then.allow };
  if (then.deny !== undefined) return { kind: 'deny', routes: then.deny };
  if (then.prefer !== undefined) return { kind: 'prefer', routes: then.prefer };
  if (then.split !== undefined) return { kind: 'split', shares: then.split };
  return { kind: 'cheapest' };
}

/** Routes that an action names, as they are written. */
export function routesOf(action: RuleAction): readonly string[] {
  if (action.kind === 'cheapest') return [];
  return action.kind === 'split' ? action.shares.map(({ route }) => route) : action.routes;
}

/** Whether an action refuses a route of a rail that it speaks of. */
export function refuses(action: RuleAction, route: string): boolean {
  if (action.kind !== 'allow' && action.kind !== 'deny') return false;
  const isNamed = action.routes.some((pattern) => isNamedBy(route, pattern));
  return action.kind === 'deny' ? isNamed : !isNamed;
}

function compileRule(rule: RoutingRule): CompiledRule {
  const tests = testsOf(rule.when);
  return {
    name: rule.name,
    action: actionOf(rule),
    holds: (payment, moment) => tests.every((test) => test(payment, moment)),
  };
}

type Test = (payment: RoutedPayment, moment: RuleMoment) => boolean;

/** One test for each condition that is there; those that cost least come first. */
function testsOf(when: RuleConditions): readonly Test[] {
  const tests: Test[] = [];
  const { merchants, documents, days, cities } = when;
  if (merchants !== undefined) {
    const all = new Set(merchants);
    tests.push(({ merchantId }) => merchantId !== null && all.has(merchantId));
  }
  if (documents !== undefined) {
    const all = new Set<string>(documents);
    tests.push(({ documentType }) => documentType !== null && all.has(documentType));
  }
  if (when.amount !== undefined) tests.push(amountTest(when.amount));
  if (days !== undefined) {
    const all = new Set<DayKind>(days);
    tests.push((_, { dayKind }) => all.has(dayKind));
  }
  if (when.times !== undefined) tests.push(timesTest(when.times));
  if (cities !== undefined) {
    const all = new Set(cities.map(foldText));
    tests.push(({ city }) => city !== null && all.has(city));
  }
  for (const [key, values] of Object.entries(when.metadata ?? {})) {
    const all = new Set(values);
    tests.push(({ metadata }) => Object.hasOwn(metadata, key) && all.has(metadata[key] ?? ''));
  }
  return tests;
}

function amountTest({ from, to }: NonNullable<RuleConditions['amount']>): Test {
  const currency = (from ?? to)?.currency;
  const least = BigInt(from?.value ?? 0);
  const most = to === undefined ? null : BigInt(to.value);
  return ({ amount }) =>
    amount.currency === currency &&
    amount.minor >= least &&
    (most === null || amount.minor <= most);
}

function timesTest({ from, to }: NonNullable<RuleConditions['times']>): Test {
  const begins = minuteOf(from);
  const ends = minuteOf(to);
  if (begins < ends) return (_, { minute }) => minute >= begins && minute < ends;
  return (_, { minute }) => minute >= begins || minute < ends;
}
