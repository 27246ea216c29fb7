import { common, isEmpty, isLeft, meet, outermost, subtract, TooManyBoxes } from './boxes.js';
import { actionOf, railsOf, refuses, routesOf } from './compile-rules.js';
import { isNamedBy } from './route-pattern.js';
import type { Takes } from './rule-cells.js';
import { RuleSpace, type Box } from './rule-space.js';
import type { RoutingRule, RoutingRules } from './routing-rules.schema.js';

/** What a document can be refused for. A closed set: programs read it. */
export const RULE_PROBLEMS = {
  unknown_rail: 'no connector has announced a route of this rail',
  unknown_route: 'no connector has announced such a route on the rails of the rule',
  never_matches:
    'no payment could ever meet the rule, or no route that it names takes such payments',
  shadowed: 'rules before it leave it nothing to decide',
  rail_without_route: 'payments that routes could take would be left without any on a rail',
  too_entangled: 'the rules overlap in too many ways to be checked',
} as const satisfies Record<string, string>;

/** One reason to refuse a document. */
export interface RuleProblem {
  readonly code: keyof typeof RULE_PROBLEMS;
  /** Where in the document, as a path. */
  readonly path: readonly (string | number)[];
  readonly detail: string;
}

/** A route, as far as rules are checked against it. */
export interface CheckedRoute extends Takes {
  readonly route: string;
  readonly rail: string;
}

/** A rule with the payments that it speaks of. */
interface PlacedRule {
  readonly index: number;
  readonly rule: RoutingRule;
  readonly rails: readonly string[];
  readonly box: Box;
  readonly isFilter: boolean;
}

/** What one check is about. */
interface Checked {
  readonly space: RuleSpace;
  readonly placed: readonly PlacedRule[];
  readonly routes: readonly CheckedRoute[];
}

/**
 * Checks a document against the routes that there are, for every payment that there could be, in amounts that the
 * routes' steps allow: no rule may be impossible to meet, none may be shadowed by those before it, and no payment that
 * a rail's routes could take, at an hour at which they do, may be left without a route of that rail.
 *
 * @param routes what connectors have announced
 * @returns the reasons to refuse it; none when it may be used
 */
export function checkRules(document: RoutingRules, routes: readonly CheckedRoute[]): RuleProblem[] {
  const names = namesOf(document, routes);
  if (names.length > 0) return names;
  const space = new RuleSpace(document, routes);
  const placed = document.rules.map((rule, index) => placeRule(rule, index, routes, space));
  const checked = { space, placed, routes };
  try {
    const impossible = placed.filter((one) => !canMatter(one, checked));
    if (impossible.length > 0) return impossible.map((one) => problem(one, 'never_matches'));
    const shadowed = placed.flatMap((one) => shadowOn(one, checked));
    return shadowed.length > 0 ? shadowed : railsWithoutRoute(checked);
  } catch (error) {
    if (!(error instanceof TooManyBoxes)) throw error;
    const detail = `${RULE_PROBLEMS.too_entangled}; use fewer conditions in fewer rules`;
    return [{ code: 'too_entangled', path: ['rules'], detail }];
  }
}

/** Rails and routes that nobody has announced: most likely they are misspelt. */
function namesOf(document: RoutingRules, routes: readonly CheckedRoute[]): RuleProblem[] {
  return document.rules.flatMap((rule, index) => {
    const action = actionOf(rule);
    const rails = rule.when.rails ?? [...new Set(routes.map(({ rail }) => rail))];
    const strange = (rule.when.rails ?? []).flatMap((rail, at) =>
      routes.some((route) => route.rail === rail)
        ? []
        : [{ code: 'unknown_rail' as const, path: ['rules', index, 'when', 'rails', at] }],
    );
    const lost = routesOf(action).flatMap((pattern, at) => {
      const path = ['rules', index, 'then', action.kind, at];
      const isThere = routes.some(
        ({ route, rail }) => rails.includes(rail) && isNamedBy(route, pattern),
      );
      return isThere ? [] : [{ code: 'unknown_route' as const, path }];
    });
    return [...strange, ...lost].map((one) => ({ ...one, detail: RULE_PROBLEMS[one.code] }));
  });
}

function placeRule(
  rule: RoutingRule,
  index: number,
  routes: readonly CheckedRoute[],
  space: RuleSpace,
): PlacedRule {
  const own = railsOf(rule);
  const rails = [...new Set(routes.map(({ rail }) => rail))].filter(
    (rail) => own === null || own.has(rail),
  );
  const { kind } = actionOf(rule);
  const isFilter = kind === 'allow' || kind === 'deny';
  return { index, rule, rails, box: space.of(rule.when), isFilter };
}

function canMatter({ rule, rails, box }: PlacedRule, { space, routes }: Checked): boolean {
  if (isEmpty(box)) return false;
  const patterns = routesOf(actionOf(rule));
  return routes.some(
    (route) =>
      rails.includes(route.rail) &&
      (patterns.length === 0 || patterns.some((pattern) => isNamedBy(route.route, pattern))) &&
      space.takenBy(route).some((taken) => meet(box, taken)),
  );
}

/** Whether the rules before one leave it nothing to decide on any of its rails. */
function shadowOn(one: PlacedRule, { space, placed, routes }: Checked): RuleProblem[] {
  const before = placed.slice(0, one.index).filter(({ isFilter }) => isFilter === one.isFilter);
  const casters = new Set<string>();
  for (const route of routes.filter(({ rail }) => one.rails.includes(rail))) {
    if (one.isFilter && !refuses(actionOf(one.rule), route.route)) continue;
    for (const own of common([one.box], space.takenBy(route))) {
      const others = before.filter(
        ({ rule, rails, box }) =>
          rails.includes(route.rail) &&
          (!one.isFilter || refuses(actionOf(rule), route.route)) &&
          meet(own, box),
      );
      const boxes = others.map(({ box }) => box);
      if (isLeft(own, boxes)) return [];
      for (const { rule } of others) casters.add(rule.name);
    }
  }
  // An `allow` of every route that there is keeps out those that will come.
  if (casters.size === 0) return [];
  return [problem(one, 'shadowed', ` (${[...casters].join(', ')})`)];
}

/** Payments of a rail that some route could take, and that rules keep from all of them. */
function railsWithoutRoute({ space, placed, routes }: Checked): RuleProblem[] {
  const rails = [...new Set(routes.map(({ rail }) => rail))];
  return rails.flatMap((rail) => {
    const own = routes.filter((route) => route.rail === rail);
    const filters = placed.filter((one) => one.isFilter && one.rails.includes(rail));
    if (filters.length === 0) return [];
    const barred = own.map((route) => {
      const notTaken = subtract([space.all], space.takenBy(route));
      const refused = filters.filter(({ rule }) => refuses(actionOf(rule), route.route));
      return { notTaken, everywhere: [...notTaken, ...refused.map(({ box }) => box)] };
    });
    // A route that is seldom refused leaves little to look at for the others.
    barred.sort((a, b) => a.everywhere.length - b.everywhere.length);
    let left: readonly Box[] = [space.all];
    let beyond: readonly Box[] = [space.all];
    for (const { notTaken, everywhere } of barred) {
      left = outermost(common(left, everywhere));
      beyond = outermost(common(beyond, notTaken));
    }
    const [lost] = subtract(left, beyond);
    if (lost === undefined) return [];
    const guilty = filters.filter(({ box }) => meet(box, lost));
    const names = guilty.map(({ rule }) => rule.name).join(', ');
    const last = guilty.at(-1);
    const detail = `would leave ${space.example(lost)} without a route of ${rail} (${names})`;
    const path = last === undefined ? ['rules'] : ['rules', last.index, 'then'];
    return [{ code: 'rail_without_route' as const, path, detail }];
  });
}

function problem(
  { index, rule }: PlacedRule,
  code: keyof typeof RULE_PROBLEMS,
  who = '',
): RuleProblem {
  const path = code === 'shadowed' ? ['rules', index] : ['rules', index, 'when'];
  return { code, path, detail: `${rule.name}: ${RULE_PROBLEMS[code]}${who}` };
}
