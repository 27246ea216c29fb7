import type { Break, ExpectedItem, FileLine, Partition } from '../matching/match.js';
import type { BreakKind, CloseReason } from './break-kinds.js';

/** A break that is open in the books, about a line, an item or both. */
export interface OpenBreak {
  readonly id: string;
  readonly kind: BreakKind;
  readonly fileId: string | null;
  readonly lineNumber: number | null;
  readonly itemId: string | null;
  readonly expectedMinor: bigint | null;
  readonly receivedMinor: bigint | null;
}

/** What a new break says. */
export interface NewBreak {
  readonly kind: BreakKind;
  readonly reference: string | null;
  readonly fileId: string | null;
  readonly lineNumber: number | null;
  readonly itemId: string | null;
  readonly expectedMinor: bigint | null;
  readonly receivedMinor: bigint | null;
  readonly currency: string | null;
}

/** What has to happen to the open breaks so that they say what a run found. */
export interface BreakChanges {
  readonly close: readonly { readonly open: OpenBreak; readonly reason: CloseReason }[];
  readonly change: readonly { readonly open: OpenBreak; readonly found: Break }[];
  readonly open: readonly Break[];
}

/**
 * Compares the open breaks of some references with what a run found for the same references.
 *
 * A break keeps its id as long as it is about the same line, or, where it has no line, the same item:
 * its kind and its other side may change. Nothing is ever deleted.
 *
 * @param lines with those that are matched already, so that a closing can say why
 */
export function planBreakChanges(
  open: readonly OpenBreak[],
  lines: readonly FileLine[],
  items: readonly ExpectedItem[],
  partition: Partition,
): BreakChanges {
  const found = new Map(partition.breaks.map((one) => [subjectOfFound(one), one]));
  const known = new Set(open.map(subjectOfOpen));
  const whyClosed = closeReasons(lines, items, partition);
  return {
    close: open
      .filter((one) => !found.has(subjectOfOpen(one)))
      .map((one) => ({ open: one, reason: whyClosed(one) })),
    change: open.flatMap((one) => {
      const now = found.get(subjectOfOpen(one));
      return now !== undefined && !saysTheSame(one, now) ? [{ open: one, found: now }] : [];
    }),
    open: partition.breaks.filter((one) => !known.has(subjectOfFound(one))),
  };
}

/** What the provider's side says minus what ours says: negative when money is missing at the provider. */
export function differenceOf(expectedMinor: bigint | null, receivedMinor: bigint | null): bigint {
  return (receivedMinor ?? 0n) - (expectedMinor ?? 0n);
}

function closeReasons(
  lines: readonly FileLine[],
  items: readonly ExpectedItem[],
  { matches, netted, breaks }: Partition,
): (open: OpenBreak) => CloseReason {
  const matchedLines = new Set(
    [...lines.filter((line) => line.isMatched), ...matches.map(({ line }) => line)].map((line) =>
      lineKey(line.fileId, line.number),
    ),
  );
  const matchedItems = new Set(
    [...items.filter((item) => item.isMatched), ...matches.map(({ item }) => item)].map(
      (item) => item.id,
    ),
  );
  const nettedItems = new Set(netted.flat().map((item) => item.id));
  const brokenItems = new Set(breaks.map(({ item }) => item?.id));
  return ({ fileId, lineNumber, itemId }) => {
    if (fileId !== null && matchedLines.has(lineKey(fileId, lineNumber))) {
      return 'matched_by_posting';
    }
    if (itemId !== null && matchedItems.has(itemId)) return 'matched_by_file';
    if (itemId !== null && nettedItems.has(itemId)) return 'netted_by_reversal';
    if (itemId !== null && brokenItems.has(itemId)) return 'part_of_other_break';
    return 'nothing_expected';
  };
}

function saysTheSame(open: OpenBreak, found: Break): boolean {
  return (
    open.kind === found.kind &&
    open.itemId === (found.item?.id ?? null) &&
    open.expectedMinor === (found.item?.amountMinor ?? null) &&
    open.receivedMinor === (found.line?.amountMinor ?? null)
  );
}

const lineKey = (fileId: string, number: number | null): string => `${fileId} ${number}`;

function subjectOfOpen({ fileId, lineNumber, itemId }: OpenBreak): string {
  return fileId === null ? `item ${itemId}` : `line ${lineKey(fileId, lineNumber)}`;
}

function subjectOfFound({ line, item }: Break): string {
  return line === null ? `item ${item?.id}` : `line ${lineKey(line.fileId, line.number)}`;
}
