import { foldText } from './fold-text.js';
import type { RoutedPayment } from './rule-payment.js';
import type { RuleConditions } from './routing-rules.schema.js';

/** Something with the conditions that it holds under. */
export interface Conditioned<T> {
  readonly when: RuleConditions;
  readonly rule: T;
}

/** What is told of something: which of several, by its place among all. */
interface Placed<T> {
  readonly place: number;
  readonly rule: T;
}

/** A condition that names its values, and what a payment has there. */
interface Named {
  readonly field: string;
  readonly values: readonly string[];
}

/**
 * Lets rules be found by the merchant, the city or the metadata that they ask for, so that a payment is not compared
 * with those of others. Each rule stands under one of its conditions: the one whose values fewest rules name.
 *
 * @returns for a payment every rule that can hold, and few that do not, in the order of all
 */
export function indexRules<T>(
  rules: readonly Conditioned<T>[],
): (payment: RoutedPayment) => readonly T[] {
  const named = rules.map(({ when }) => namedIn(when));
  const demand = demandOf(named.flat());
  const always: Placed<T>[] = [];
  const byField = new Map<string, Map<string, Placed<T>[]>>();
  for (const [place, { rule }] of rules.entries()) {
    const [rarest] = (named[place] ?? []).toSorted((a, b) => demand(a) - demand(b));
    if (rarest === undefined) always.push({ place, rule });
    else {
      const byValue = entryOf(byField, rarest.field, () => new Map<string, Placed<T>[]>());
      for (const value of new Set(rarest.values)) {
        entryOf(byValue, value, () => []).push({ place, rule });
      }
    }
  }
  return (payment) => {
    const found = [...always];
    for (const [field, byValue] of byField) {
      const value = valueOf(payment, field);
      if (value !== null) found.push(...(byValue.get(value) ?? []));
    }
    if (found.length > always.length) found.sort((a, b) => a.place - b.place);
    return found.map(({ rule }) => rule);
  };
}

const MERCHANT = 'merchant';
const CITY = 'city';
const METADATA = 'metadata ';

function namedIn({ merchants, cities, metadata = {} }: RuleConditions): readonly Named[] {
  return [
    ...(merchants === undefined ? [] : [{ field: MERCHANT, values: merchants }]),
    ...(cities === undefined ? [] : [{ field: CITY, values: cities.map(foldText) }]),
    ...Object.entries(metadata).map(([key, values]) => ({ field: METADATA + key, values })),
  ];
}

function valueOf({ merchantId, city, metadata }: RoutedPayment, field: string): string | null {
  if (field === MERCHANT) return merchantId;
  if (field === CITY) return city;
  const key = field.slice(METADATA.length);
  return Object.hasOwn(metadata, key) ? (metadata[key] ?? null) : null;
}

/** @returns how many rules stand under the values of a condition, if each stood under all of its own */
function demandOf(all: readonly Named[]): (condition: Named) => number {
  const counts = new Map<string, Map<string, number>>();
  for (const { field, values } of all) {
    const byValue = entryOf(counts, field, () => new Map<string, number>());
    for (const value of values) byValue.set(value, (byValue.get(value) ?? 0) + 1);
  }
  return ({ field, values }) =>
    values.reduce((most, value) => Math.max(most, counts.get(field)?.get(value) ?? 0), 0);
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
