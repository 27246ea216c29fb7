import { DAY_KINDS, type OpeningHours } from '@cauce/calendar';
import type { Money } from '@cauce/money';
import { minuteOf } from './rule-payment.js';
import type { RuleConditions } from './routing-rules.schema.js';

/** What a route takes, as far as rules can ask about it. */
export interface Takes {
  readonly minimum: Money;
  readonly maximum: Money;
  readonly documents: readonly string[] | null;
  /** When it issues; null where it does so at any time. */
  readonly hours: OpeningHours | null;
}

/** A span of amounts of one currency, both ends within. */
export interface AmountCell {
  readonly currency: string;
  readonly from: bigint;
  readonly to: bigint | null;
}

/** The cell of every value that no condition names. */
export const OTHER = null;

const DAY_MINUTES = 1_440;

/** Amounts, cut where a condition or a route's limit begins or ends. */
export function amountCells(
  conditions: readonly RuleConditions[],
  routes: readonly Takes[],
): AmountCell[] {
  const starts = new Map<string, Set<bigint>>();
  const cut = (currency: string, at: bigint) =>
    starts.set(currency, (starts.get(currency) ?? new Set([1n])).add(at));
  for (const { minimum, maximum } of routes) {
    cut(minimum.currency, minimum.minor);
    cut(maximum.currency, maximum.minor + 1n);
  }
  for (const { amount } of conditions) {
    if (amount?.from !== undefined) cut(amount.from.currency, BigInt(amount.from.value));
    if (amount?.to !== undefined) cut(amount.to.currency, BigInt(amount.to.value) + 1n);
  }
  return [...starts].flatMap(([currency, all]) => {
    const sorted = [...all].filter((at) => at >= 1n).sort((a, b) => (a < b ? -1 : 1));
    return sorted.map((from, index) => {
      const next = sorted[index + 1];
      return { currency, from, to: next === undefined ? null : next - 1n };
    });
  });
}

/**
 * Minutes of a day, cut where a condition or the hours of a route begin or end; each cell is its first minute and the
 * one after it.
 */
export function minuteCells(
  conditions: readonly RuleConditions[],
  routes: readonly Takes[],
): (readonly [number, number])[] {
  const asked = conditions.flatMap(({ times }) =>
    times === undefined ? [] : [times.from, times.to],
  );
  const opened = routes.flatMap(({ hours }) =>
    DAY_KINDS.flatMap((kind) => {
      const times = hours?.[kind] ?? null;
      return times === null ? [] : [times.opens, times.closes];
    }),
  );
  const starts = new Set([0, ...[...asked, ...opened].map(minuteOf)]);
  const sorted = [...starts].filter((at) => at < DAY_MINUTES).sort((a, b) => a - b);
  return sorted.map((first, index) => [first, sorted[index + 1] ?? DAY_MINUTES]);
}

/** Values of each key that a condition asks about. */
export function metadataCells(conditions: readonly RuleConditions[]) {
  const values = new Map<string, Set<string>>();
  for (const { metadata } of conditions) {
    for (const [key, asked] of Object.entries(metadata ?? {})) {
      values.set(key, new Set([...(values.get(key) ?? []), ...asked]));
    }
  }
  return [...values].map(([key, all]) => [key, [...all, OTHER]] as const);
}
