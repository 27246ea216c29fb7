import { positionOf } from '../rules/apply-rules.js';
import type { CompiledRule } from '../rules/compile-rules.js';
import type { RouteCost } from './route-cost.js';

/** Scores that differ by less are as good: the difference is chance. */
const NOTICEABLE = 0.05;

/** What puts the routes of a rail in order, besides rules. */
export interface RoutePreference {
  /** Routes that issue badly: they come last. */
  readonly degraded: ReadonlySet<string>;
  /** Routes that are behind the pace of what was promised to their provider. */
  readonly behind: ReadonlySet<string>;
  /** Conversion scores; a route without one is taken for as good as the others. */
  readonly scores: ReadonlyMap<string, number>;
  /** Payments that a route has collected this month. */
  readonly paidThisMonth: (route: string) => number;
  /** Share of payments that begin with another route, so that its score stays known; 0 to 1. */
  readonly explorationShare: number;
}

interface Priced {
  readonly route: { readonly route: string };
  readonly cost: Pick<RouteCost, 'total'> | null;
}

/** A route in its place. */
export interface Placed<T> {
  readonly one: T;
  readonly keys: Keys;
  /** It was put first so that it stays known. */
  readonly isExplored: boolean;
}

/**
 * The routes of a rail in the order in which a payment tries them. Those that issue well come before those that do
 * not; of these, the order is the rule's; then come routes behind their commitment, then those whose vouchers are
 * paid more often. A tie is broken by a hash of the payment's id, so that equal routes share payments evenly. A
 * small share of payments begins with another of the routes that the rule leaves equal, so that all of them stay
 * known. The same payment always gets the same order.
 *
 * @param ordering the rule that puts them in order, if there is one
 * @returns the same routes, each with what it was put in its place by
 */
export function inOrder<T extends Priced>(
  routes: readonly T[],
  paymentId: string,
  ordering: CompiledRule | null,
  preference: RoutePreference,
): readonly Placed<T>[] {
  const keyed = routes.map((one) => ({ one, keys: keysOf(one, paymentId, ordering, preference) }));
  keyed.sort((a, b) => compareKeys(a.keys, b.keys));
  const [first] = keyed;
  if (first !== undefined && drawOf(paymentId) < preference.explorationShare) {
    const others = keyed.filter(
      (other) => other !== first && areEqualByRule(other.keys, first.keys),
    );
    const [explored] = others.sort((a, b) => tieOf(a.keys) - tieOf(b.keys));
    if (explored !== undefined) {
      keyed.splice(keyed.indexOf(explored), 1);
      keyed.unshift(explored);
    }
  }
  return keyed.map((placed, at) => ({ ...placed, isExplored: at === 0 && placed !== first }));
}

/** What put a route before another one of its rail. A closed set: merchants and operators read it. */
export const DECIDERS = {
  only: 'no other route of the rail could take the payment',
  issuance: 'the others issue badly lately',
  rule: 'a routing rule puts it first',
  commitment: 'it is behind what was promised to its provider',
  conversion: 'its vouchers are paid more often',
  exploration: 'a small share of payments tries another route first',
  tie: 'equal routes share payments by a hash of the payment’s id',
} as const satisfies Record<string, string>;

export type Decider = keyof typeof DECIDERS;

const BY_KEY: readonly Decider[] = ['issuance', 'rule', 'commitment', 'conversion', 'tie'];

/** What put one route before another one, or that there was no other. */
export function decidedBy(first: Placed<unknown>, other: Placed<unknown> | undefined): Decider {
  if (other === undefined) return 'only';
  if (first.isExplored) return 'exploration';
  const at = first.keys.findIndex((key, index) => key !== other.keys[index]);
  return BY_KEY[at] ?? 'tie';
}

/** What a route is sorted by, the most important first; lower comes first. */
type Keys = readonly [
  degraded: number,
  position: number,
  commitment: number,
  conversion: number,
  tie: number,
];

function keysOf(
  { route: { route }, cost }: Priced,
  paymentId: string,
  ordering: CompiledRule | null,
  { degraded, behind, scores }: RoutePreference,
): Keys {
  const tie = drawOf(`${paymentId} ${route}`);
  const facts = { costOf: () => cost?.total.minor ?? null, drawOf: () => tie };
  return [
    degraded.has(route) ? 1 : 0,
    ordering === null ? 0 : positionOf(ordering.action, route, facts),
    behind.has(route) ? 0 : 1,
    -Math.round((scores.get(route) ?? 1) / NOTICEABLE),
    tie,
  ];
}

function areEqualByRule(a: Keys, b: Keys): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function tieOf(keys: Keys): number {
  return keys[4];
}

function compareKeys(a: Keys, b: Keys): number {
  for (const [index, key] of a.entries()) {
    const other = b[index] ?? 0;
    // Not a difference: of two infinities it would be no number.
    if (key !== other) return key < other ? -1 : 1;
  }
  return 0;
}

/**
 * A number in (0, 1) for a text, spread evenly over texts and the same whenever it is asked for.
 *
 * @source FNV-1a, 32 bits, with the finalizer of MurmurHash3
 */
export function drawOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 + 2 ** -33;
}
