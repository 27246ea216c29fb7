import type { Day } from '@cauce/calendar';
import type { BreakKind } from '../breaks/break-kinds.js';
import { assertPartition } from './assert-partition.js';
import { pairOff } from './pair-off.js';
import { daysShownIn } from './settlement-window.js';

/** One line of a settlement file: the provider says that it took this money. */
export interface FileLine {
  readonly fileId: string;
  /** Position in the file, from 1. */
  readonly number: number;
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** An earlier run matched it: it only shows that the file knows the reference. */
  readonly isMatched: boolean;
}

/** What the ledger says of one fact: the provider owes it (positive), or took it back (negative). */
export interface ExpectedItem {
  readonly id: string;
  /** Day in Bogota on which the provider took the money. */
  readonly day: Day;
  readonly reference: string;
  /** The provider's own id; a reversal bears the id of the receipt that it takes back. */
  readonly providerTransactionId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly isMatched: boolean;
}

export interface Match {
  readonly line: FileLine;
  readonly item: ExpectedItem;
}

/** A line, an item, or a pair of them, that the other side does not bear out. */
export interface Break {
  readonly kind: Exclude<BreakKind, 'CONTROL_TOTAL'>;
  readonly line: FileLine | null;
  readonly item: ExpectedItem | null;
}

/** Every free line is in exactly one match or break; every free item of the day in one of the three. */
export interface Partition {
  readonly matches: readonly Match[];
  /** A receipt and its reversal of the same day, neither of them in the file: no money is missing. */
  readonly netted: readonly (readonly [ExpectedItem, ExpectedItem])[];
  readonly breaks: readonly Break[];
}

/** Which rule made a match, for the record that is kept of it. */
export const MATCH_RULE = { name: 'reference_and_amount', version: 1 } as const;

/**
 * Compares one day's file lines with what the ledger expects.
 *
 * A line matches an item of the same reference, amount and currency: one of the same day first, then one
 * of a day near by that the file may show, the earliest first. What is left of the day becomes breaks, by
 * reference. The order of the arguments' elements makes no difference.
 *
 * @param day the collection day that the files are about; all of its files that have arrived count
 * @param lines every line of the day's files
 * @param items every item of {@link daysShownIn} the day's file; those of its neighbours may
 *   match, and never become breaks here
 * @returns a partition: matched + breaks = file total, to the peso
 * @throws Error when an item lies outside those days, or when the partition does not add up
 * @source reference of the reconciliation practice: exact own reference + amount + currency
 */
export function match(
  day: Day,
  lines: readonly FileLine[],
  items: readonly ExpectedItem[],
): Partition {
  const nearby = daysShownIn(day).filter((one) => one !== day);
  const parts = groupByReference(lines, items).map((group) => partitionOf(day, nearby, group));
  const partition = {
    matches: parts.flatMap((part) => part.matches),
    netted: parts.flatMap((part) => part.netted),
    breaks: parts.flatMap((part) => part.breaks),
  };
  assertPartition(day, lines, items, partition);
  return partition;
}

interface Group {
  readonly lines: FileLine[];
  readonly items: ExpectedItem[];
}

/** Money of different references or currencies has nothing to do with each other. */
function groupByReference(lines: readonly FileLine[], items: readonly ExpectedItem[]): Group[] {
  const groups = new Map<string, Group>();
  const groupOf = (one: FileLine | ExpectedItem): Group => {
    const key = `${one.currency} ${one.reference}`;
    const group = groups.get(key) ?? { lines: [], items: [] };
    groups.set(key, group);
    return group;
  };
  for (const line of lines) groupOf(line).lines.push(line);
  for (const item of items) groupOf(item).items.push(item);
  return [...groups.values()];
}

function partitionOf(day: Day, nearby: readonly Day[], group: Group): Partition {
  const sameDay = pairEqual(group.lines.filter(isFree), group.items.filter(isOf([day])));
  const others = pairEqual(sameDay.lines, group.items.filter(isOf(nearby)));
  const { pairs, items } = net(sameDay.items);
  return {
    matches: [...sameDay.matches, ...others.matches],
    netted: pairs,
    breaks: explain(group, others.lines, items),
  };
}

/** Matches lines with items of the same amount, as many as both sides have. */
function pairEqual(lines: readonly FileLine[], items: readonly ExpectedItem[]) {
  const found = pairOff([...lines].sort(byLine), inOrderOfChoice(items), amountOf, amountOf);
  return {
    matches: found.pairs.map(([line, item]): Match => ({ line, item })),
    lines: found.left,
    items: found.right,
  };
}

/** Receipts that were not reversed come first: the file more likely means those. */
function inOrderOfChoice(items: readonly ExpectedItem[]): ExpectedItem[] {
  const undone = new Set(items.map(undoneBy));
  const rank = (item: ExpectedItem) => (undone.has(movementOf(item)) ? 1 : 0);
  return [...items].sort((a, b) => byText(a.day, b.day) || rank(a) - rank(b) || byItem(a, b));
}

/** Sets off what was given back on the same day: of the same transaction first, then of the same amount. */
function net(items: readonly ExpectedItem[]) {
  const sorted = [...items].sort(byItem);
  const reversals = sorted.filter(isGivenBack);
  const own = pairOff(sorted.filter(isTaken), reversals, movementOf, undoneBy);
  const any = pairOff(own.left, own.right, amountOf, (item) => String(-item.amountMinor));
  return { pairs: [...own.pairs, ...any.pairs], items: [...any.left, ...any.right] };
}

/** Names what neither matched nor was set off. Receipts are compared with receipts only. */
function explain(group: Group, lines: readonly FileLine[], items: readonly ExpectedItem[]) {
  return [isTaken, isGivenBack].flatMap((direction) => {
    const unpairedLines = lines.filter(direction).sort(byAmountThen(byLine));
    const unpairedItems = items.filter(direction).sort(byAmountThen(byItem));
    const pairs = Math.min(unpairedLines.length, unpairedItems.length);
    const inLedger = group.items.some(direction);
    const inFile = group.lines.some(direction);
    return [
      ...unpairedLines.map((line, i): Break => {
        if (i < pairs) return { kind: 'AMOUNT_MISMATCH', line, item: unpairedItems[i] ?? null };
        return { kind: inLedger ? 'DUPLICATE' : 'MISSING_IN_LEDGER', line, item: null };
      }),
      ...unpairedItems.slice(pairs).map((item): Break => {
        return { kind: inFile ? 'DUPLICATE' : 'MISSING_IN_PROVIDER', line: null, item };
      }),
    ];
  });
}

const isFree = (one: FileLine | ExpectedItem): boolean => !one.isMatched;
const isTaken = (one: FileLine | ExpectedItem): boolean => one.amountMinor >= 0n;
const isGivenBack = (one: FileLine | ExpectedItem): boolean => one.amountMinor < 0n;
const isOf = (days: readonly Day[]) => (item: ExpectedItem) =>
  isFree(item) && days.includes(item.day);

const amountOf = (one: FileLine | ExpectedItem): string => String(one.amountMinor);
const movementOf = (item: ExpectedItem) => `${item.amountMinor} ${item.providerTransactionId}`;
const undoneBy = (item: ExpectedItem) => `${-item.amountMinor} ${item.providerTransactionId}`;

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const byLine = (a: FileLine, b: FileLine) => byText(a.fileId, b.fileId) || a.number - b.number;
const byItem = (a: ExpectedItem, b: ExpectedItem) => byText(a.id, b.id);
const byAmountThen =
  <T extends { readonly amountMinor: bigint }>(next: (a: T, b: T) => number) =>
  (a: T, b: T): number =>
    a.amountMinor === b.amountMinor ? next(a, b) : a.amountMinor < b.amountMinor ? -1 : 1;
