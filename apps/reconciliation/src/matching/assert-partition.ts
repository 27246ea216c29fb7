import type { Day } from '@cauce/calendar';
import type { ExpectedItem, FileLine, Partition } from './match.js';
import { daysShownIn } from './settlement-window.js';

/**
 * Refuses a partition that loses or doubles money. A wrong one is a bug: nothing of it may be stored.
 *
 * @param items what {@link match} was given: of the day, and of the others that its file may show
 * @throws Error with both sides, when a free line is not in exactly one match or break, when a free item
 *   of the day is not in exactly one match, pair or break, or when matched + breaks ≠ file total
 */
export function assertPartition(
  day: Day,
  lines: readonly FileLine[],
  items: readonly ExpectedItem[],
  { matches, netted, breaks }: Partition,
): void {
  const window = daysShownIn(day);
  const outside = items.find((item) => !window.includes(item.day));
  if (outside !== undefined)
    throw new Error(`item ${outside.id} of ${outside.day} is not near ${day}`);

  const linesUsed = [...matches, ...breaks].flatMap(({ line }) => line ?? []);
  assertSame(`free lines of ${day}`, lines.filter(isFree), linesUsed);

  const itemsUsed = [...matches, ...breaks].flatMap(({ item }) => item ?? []).concat(netted.flat());
  const isOwn = (item: ExpectedItem) => item.day === day;
  assertSame(`free items of ${day}`, items.filter(isFree).filter(isOwn), itemsUsed.filter(isOwn));

  const unequal = matches.find(({ line, item }) => line.amountMinor !== item.amountMinor);
  if (unequal !== undefined) {
    throw new Error(`matched ${unequal.line.amountMinor} with ${unequal.item.amountMinor}`);
  }
}

const isFree = (one: FileLine | ExpectedItem): boolean => !one.isMatched;

function assertSame<T extends FileLine | ExpectedItem>(
  what: string,
  given: readonly T[],
  used: readonly T[],
): void {
  const total = (list: readonly T[]) => list.reduce((sum, one) => sum + one.amountMinor, 0n);
  const known = new Set(given);
  const isComplete =
    used.length === given.length &&
    new Set(used).size === used.length &&
    used.every((one) => known.has(one)) &&
    total(used) === total(given);
  if (!isComplete) {
    throw new Error(
      `${what}: ${given.length} with ${total(given)} given, ` +
        `${used.length} with ${total(used)} in the partition`,
    );
  }
}
