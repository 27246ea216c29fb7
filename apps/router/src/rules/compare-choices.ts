import { add, type Money } from '@cauce/money';
import type { RouteChoice } from '../routing/choose-route.js';

/** One payment as it was, and the routes that two documents of rules would give it. */
export interface ComparedPayment {
  readonly paymentId: string;
  readonly before: RouteChoice;
  readonly after: RouteChoice;
}

/** What would have been different. */
export interface Comparison {
  readonly payments: number;
  /** Payments that would have taken another route. */
  readonly changed: number;
  readonly withoutRoute: { readonly before: number; readonly after: number };
  /** Payments by route, by name. */
  readonly routes: readonly {
    readonly route: string;
    readonly before: number;
    readonly after: number;
  }[];
  /** What providers would keep of the payments whose cost is known both times; null where there is none. */
  readonly cost: {
    readonly before: Money;
    readonly after: Money;
    readonly payments: number;
  } | null;
  readonly changes: readonly ComparedPayment[];
}

/**
 * Sums up what other rules would change.
 *
 * @param mostChanges how many of the changed payments are named
 */
export function compareChoices(
  compared: readonly ComparedPayment[],
  mostChanges: number,
): Comparison {
  const changed = compared.filter(({ before, after }) => nameOf(before) !== nameOf(after));
  const count = (of: (one: ComparedPayment) => RouteChoice, route: string | null) =>
    compared.filter((one) => nameOf(of(one)) === route).length;
  const before = (one: ComparedPayment) => one.before;
  const after = (one: ComparedPayment) => one.after;
  const names = compared.flatMap((one) => [nameOf(one.before), nameOf(one.after)]);
  const routes = [...new Set(names.filter((name) => name !== null))].sort();
  return {
    payments: compared.length,
    changed: changed.length,
    withoutRoute: { before: count(before, null), after: count(after, null) },
    routes: routes.map((route) => ({
      route,
      before: count(before, route),
      after: count(after, route),
    })),
    cost: costOf(compared),
    changes: changed.slice(0, mostChanges),
  };
}

function costOf(compared: readonly ComparedPayment[]): Comparison['cost'] {
  let sums: { before: Money; after: Money; payments: number } | null = null;
  for (const one of compared) {
    const before = totalOf(one.before);
    const after = totalOf(one.after);
    if (before === null || after === null) continue;
    // Only amounts of the first currency are summed up: one number of several would say nothing.
    if (sums === null) sums = { before, after, payments: 1 };
    else if (sums.before.currency === before.currency) {
      sums = {
        before: add(sums.before, before),
        after: add(sums.after, after),
        payments: sums.payments + 1,
      };
    }
  }
  return sums;
}

function totalOf({ candidates }: RouteChoice): Money | null {
  return candidates.find(({ chosen }) => chosen)?.cost?.total ?? null;
}

function nameOf({ chosen }: RouteChoice): string | null {
  return chosen?.route ?? null;
}
