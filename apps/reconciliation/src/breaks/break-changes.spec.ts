import fc from 'fast-check';
import { match, type ExpectedItem, type FileLine } from '../matching/match.js';
import { differenceOf, planBreakChanges, type OpenBreak } from './break-changes.js';

const DAY = '2026-11-19';

const line = (over: Partial<FileLine> = {}): FileLine => ({
  fileId: 'file_a',
  number: 1,
  reference: '1001',
  amountMinor: 100n,
  currency: 'COP',
  isMatched: false,
  ...over,
});

const item = (over: Partial<ExpectedItem> = {}): ExpectedItem => ({
  id: 'fact_1',
  day: DAY,
  reference: '1001',
  providerTransactionId: 'tx_1',
  amountMinor: 100n,
  currency: 'COP',
  isMatched: false,
  ...over,
});

const aboutLine: OpenBreak = {
  id: 'brk_line',
  kind: 'MISSING_IN_LEDGER',
  fileId: 'file_a',
  lineNumber: 1,
  itemId: null,
  expectedMinor: null,
  receivedMinor: 100n,
};

const aboutItem: OpenBreak = {
  id: 'brk_item',
  kind: 'MISSING_IN_PROVIDER',
  fileId: null,
  lineNumber: null,
  itemId: 'fact_1',
  expectedMinor: 100n,
  receivedMinor: null,
};

/** What a run of the day does to breaks that are open. */
function plan(open: OpenBreak[], lines: FileLine[], items: ExpectedItem[]) {
  const changes = planBreakChanges(open, lines, items, match(DAY, lines, items));
  return {
    close: changes.close.map(({ open: { id }, reason }) => `${id} ${reason}`),
    change: changes.change.map(({ open: { id }, found }) => `${id} ${found.kind}`),
    open: changes.open.map(({ kind }) => kind),
  };
}

const nothing = { close: [], change: [], open: [] };

describe('what a run does to the open breaks', () => {
  it('nothing when they say what it found', () => {
    expect(plan([aboutLine], [line()], [])).toEqual(nothing);
    expect(plan([aboutItem], [], [item()])).toEqual(nothing);
  });

  it('opens what nobody said yet', () => {
    expect(plan([], [line()], [])).toEqual({ ...nothing, open: ['MISSING_IN_LEDGER'] });
  });

  it.each<[string, OpenBreak, FileLine[], ExpectedItem[]]>([
    ['matched_by_posting', aboutLine, [line()], [item()]],
    ['matched_by_posting', aboutLine, [line({ isMatched: true })], [item({ isMatched: true })]],
    ['matched_by_file', aboutItem, [line()], [item()]],
    ['matched_by_file', aboutItem, [], [item({ isMatched: true })]],
    ['netted_by_reversal', aboutItem, [], [item(), item({ id: 'back', amountMinor: -100n })]],
    ['nothing_expected', aboutItem, [], []],
  ])('closes what is over: %s', (reason, open, lines, items) => {
    expect(plan([open], lines, items)).toEqual({ ...nothing, close: [`${open.id} ${reason}`] });
  });

  it('closes the break of a payment that is now part of one about a line', () => {
    expect(plan([aboutItem], [line({ amountMinor: 90n })], [item()])).toEqual({
      close: ['brk_item part_of_other_break'],
      change: [],
      open: ['AMOUNT_MISMATCH'],
    });
  });

  it.each<[string, FileLine[], ExpectedItem[]]>([
    ['AMOUNT_MISMATCH', [line()], [item({ amountMinor: 90n })]],
    ['DUPLICATE', [line()], [item({ day: '2026-11-18', amountMinor: 90n })]],
  ])('changes the break of a line of which more is known: %s', (kind, lines, items) => {
    expect(plan([aboutLine], lines, items)).toEqual({ ...nothing, change: [`brk_line ${kind}`] });
  });

  it('changes a break whose payment has another amount now', () => {
    expect(plan([aboutItem], [], [item({ amountMinor: 90n })])).toEqual({
      ...nothing,
      change: ['brk_item MISSING_IN_PROVIDER'],
    });
  });

  it('knows lines of one number in two files apart', () => {
    const lines = [line(), line({ fileId: 'file_b' })];
    expect(plan([aboutLine], lines, [])).toEqual({ ...nothing, open: ['MISSING_IN_LEDGER'] });
  });

  it.each([
    [100n, 90n, -10n],
    [100n, null, -100n],
    [null, 90n, 90n],
    [null, null, 0n],
    [-100n, null, 100n],
  ])('the difference of %s expected and %s received is %s', (expected, received, difference) => {
    expect(differenceOf(expected, received)).toBe(difference);
  });
});

describe('for any two states of a day', () => {
  const movement = {
    reference: fc.constantFrom('1', '2'),
    amountMinor: fc.constantFrom(-100n, 100n, 200n),
    currency: fc.constant('COP'),
    isMatched: fc.constant(false),
  };
  const linesOf = fc
    .array(fc.record({ ...movement, fileId: fc.constantFrom('a', 'b') }), { maxLength: 8 })
    .map((all): FileLine[] => all.map((one, i) => ({ ...one, number: i + 1 })));
  const itemsOf = fc
    .array(fc.record({ ...movement, providerTransactionId: fc.constantFrom('x', 'y') }), {
      maxLength: 8,
    })
    .map((all): ExpectedItem[] => all.map((one, i) => ({ ...one, day: DAY, id: `fact_${i}` })));

  /** The books after the changes, as the rows would stand. */
  function applied(open: readonly OpenBreak[], lines: FileLine[], items: ExpectedItem[]) {
    const changes = planBreakChanges(open, lines, items, match(DAY, lines, items));
    const over = new Set(changes.close.map((one) => one.open.id));
    const changed = new Map(changes.change.map((one) => [one.open.id, one.found]));
    const toOpen = (id: string, found: (typeof changes.open)[number]): OpenBreak => ({
      id,
      kind: found.kind,
      fileId: found.line?.fileId ?? null,
      lineNumber: found.line?.number ?? null,
      itemId: found.item?.id ?? null,
      expectedMinor: found.item?.amountMinor ?? null,
      receivedMinor: found.line?.amountMinor ?? null,
    });
    const kept = open
      .filter((one) => !over.has(one.id))
      .map((one) => {
        const found = changed.get(one.id);
        return found === undefined ? one : toOpen(one.id, found);
      });
    return [...kept, ...changes.open.map((found, i) => toOpen(`new ${open.length + i}`, found))];
  }

  const said = (breaks: readonly OpenBreak[]) =>
    breaks
      .map(
        (one) => `${one.kind} ${one.fileId} ${one.lineNumber} ${one.itemId} ${one.receivedMinor}`,
      )
      .sort();

  it('the books say of the second what they would say had there been no first', () => {
    fc.assert(
      fc.property(linesOf, itemsOf, linesOf, itemsOf, (lines, items, laterLines, laterItems) => {
        const first = applied([], lines, items);
        expect(said(applied(first, laterLines, laterItems))).toEqual(
          said(applied([], laterLines, laterItems)),
        );
      }),
    );
  });

  it('there is nothing to do a second time', () => {
    fc.assert(
      fc.property(linesOf, itemsOf, (lines, items) => {
        expect(plan(applied([], lines, items), lines, items)).toEqual(nothing);
      }),
    );
  });
});
