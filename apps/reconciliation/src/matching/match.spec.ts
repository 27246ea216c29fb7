import { match, type ExpectedItem, type FileLine, type Partition } from './match.js';

const DAY = '2026-11-20';
const DAY_BEFORE = '2026-11-19';
const DAY_AFTER = '2026-11-21';

let nextNumber = 0;

function aLine(over: Partial<FileLine> = {}): FileLine {
  nextNumber += 1;
  return {
    fileId: 'file_a',
    number: nextNumber,
    reference: '1001',
    amountMinor: 85_000_00n,
    currency: 'COP',
    isMatched: false,
    ...over,
  };
}

function anItem(over: Partial<ExpectedItem> = {}): ExpectedItem {
  nextNumber += 1;
  return {
    id: `fact_${nextNumber}`,
    day: DAY,
    reference: '1001',
    providerTransactionId: `tx_${nextNumber}`,
    amountMinor: 85_000_00n,
    currency: 'COP',
    isMatched: false,
    ...over,
  };
}

/** A receipt, and what takes it back. */
function aReversalOf(item: ExpectedItem, over: Partial<ExpectedItem> = {}): ExpectedItem {
  return anItem({ ...item, id: `${item.id}_back`, amountMinor: -item.amountMinor, ...over });
}

const kinds = (partition: Partition) => partition.breaks.map((one) => one.kind);

beforeEach(() => {
  nextNumber = 0;
});

describe('what matches', () => {
  it('matches a line with the item of its reference and amount', () => {
    const line = aLine();
    const item = anItem();
    expect(match(DAY, [line], [item])).toEqual({
      matches: [{ line, item }],
      netted: [],
      breaks: [],
    });
  });

  it('has nothing to say of an empty day', () => {
    expect(match(DAY, [], [])).toEqual({ matches: [], netted: [], breaks: [] });
  });

  it('pairs two real payments of one reference', () => {
    const lines = [aLine(), aLine()];
    const items = [anItem(), anItem()];
    const { matches, breaks } = match(DAY, lines, items);
    expect(matches.map(({ line, item }) => [line.number, item.id])).toEqual([
      [1, 'fact_3'],
      [2, 'fact_4'],
    ]);
    expect(breaks).toEqual([]);
  });

  it('pairs a partial payment and its top-up by their amounts', () => {
    const lines = [aLine({ amountMinor: 50_000_00n }), aLine({ amountMinor: 35_000_00n })];
    const items = [anItem({ amountMinor: 35_000_00n }), anItem({ amountMinor: 50_000_00n })];
    const { matches, breaks } = match(DAY, lines, items);
    expect(matches.every(({ line, item }) => line.amountMinor === item.amountMinor)).toBe(true);
    expect(matches).toHaveLength(2);
    expect(breaks).toEqual([]);
  });

  it.each([
    ['before', DAY_BEFORE],
    ['after', DAY_AFTER],
  ])('matches a payment that we booked on the day %s', (_, day) => {
    const line = aLine();
    const item = anItem({ day });
    expect(match(DAY, [line], [item])).toEqual({
      matches: [{ line, item }],
      netted: [],
      breaks: [],
    });
  });

  it('prefers the item of the same day over those of its neighbours', () => {
    const items = [anItem({ day: DAY_BEFORE }), anItem({ day: DAY_AFTER }), anItem()];
    const { matches } = match(DAY, [aLine()], items);
    expect(matches.map(({ item }) => item.day)).toEqual([DAY]);
  });

  it('matches a payment from before a long weekend, the earliest first', () => {
    const items = ['2026-11-14', '2026-11-13', '2026-11-18'].map((day) => anItem({ day }));
    const { matches } = match('2026-11-17', [aLine(), aLine()], items);
    expect(matches.map(({ item }) => item.day)).toEqual(['2026-11-13', '2026-11-14']);
    expect(() => match('2026-11-18', [aLine()], items)).toThrow('is not near 2026-11-18');
  });

  it('leaves alone what an earlier run matched', () => {
    const partition = match(DAY, [aLine({ isMatched: true })], [anItem({ isMatched: true })]);
    expect(partition).toEqual({ matches: [], netted: [], breaks: [] });
  });

  it('never matches across currencies', () => {
    expect(kinds(match(DAY, [aLine({ currency: 'USD' })], [anItem()])).sort()).toEqual([
      'MISSING_IN_LEDGER',
      'MISSING_IN_PROVIDER',
    ]);
  });

  it('refuses an item of a day that is too far away', () => {
    expect(() => match(DAY, [], [anItem({ day: '2026-11-18' })])).toThrow(
      'item fact_1 of 2026-11-18 is not near 2026-11-20',
    );
  });
});

describe('what breaks', () => {
  it('MISSING_IN_PROVIDER: we say paid, the file lacks it', () => {
    const item = anItem();
    expect(match(DAY, [], [item]).breaks).toEqual([
      { kind: 'MISSING_IN_PROVIDER', line: null, item },
    ]);
  });

  it('MISSING_IN_LEDGER: the file says paid, the ledger never heard', () => {
    const line = aLine();
    expect(match(DAY, [line], []).breaks).toEqual([
      { kind: 'MISSING_IN_LEDGER', line, item: null },
    ]);
  });

  it('AMOUNT_MISMATCH: one reference, two amounts', () => {
    const line = aLine({ amountMinor: 84_999_00n });
    const item = anItem();
    expect(match(DAY, [line], [item]).breaks).toEqual([{ kind: 'AMOUNT_MISMATCH', line, item }]);
  });

  it('DUPLICATE: the file has the reference more often', () => {
    const { matches, breaks } = match(DAY, [aLine(), aLine()], [anItem()]);
    expect(matches).toHaveLength(1);
    expect(breaks).toEqual([
      { kind: 'DUPLICATE', line: expect.objectContaining({ number: 2 }), item: null },
    ]);
  });

  it('DUPLICATE: the ledger has the reference more often', () => {
    const { matches, breaks } = match(DAY, [aLine()], [anItem(), anItem()]);
    expect(matches).toHaveLength(1);
    expect(breaks).toEqual([
      { kind: 'DUPLICATE', line: null, item: expect.objectContaining({ id: 'fact_3' }) },
    ]);
  });

  it('counts what an earlier run matched when it looks for duplicates', () => {
    const items = [anItem({ isMatched: true })];
    expect(kinds(match(DAY, [aLine({ isMatched: true }), aLine()], items))).toEqual(['DUPLICATE']);
    expect(kinds(match(DAY, [aLine({ isMatched: true })], [...items, anItem()]))).toEqual([
      'DUPLICATE',
    ]);
  });

  it('counts a payment of the day before when it looks for duplicates', () => {
    const items = [anItem({ day: DAY_BEFORE, isMatched: true })];
    expect(kinds(match(DAY, [aLine()], items))).toEqual(['DUPLICATE']);
  });

  it('does not compare different amounts across midnight', () => {
    const partition = match(DAY, [aLine({ amountMinor: 1_00n })], [anItem({ day: DAY_BEFORE })]);
    expect(kinds(partition)).toEqual(['DUPLICATE']);
  });

  it('leaves the breaks of neighbouring days to their own runs', () => {
    expect(
      match(DAY, [], [anItem({ day: DAY_BEFORE }), anItem({ day: DAY_AFTER })]).breaks,
    ).toEqual([]);
  });

  it('pairs several mismatches of a reference in order of amount', () => {
    const lines = [aLine({ amountMinor: 300n }), aLine({ amountMinor: 100n })];
    const items = [anItem({ amountMinor: 101n }), anItem({ amountMinor: 299n })];
    const pairs = match(DAY, lines, items).breaks.map(({ line, item }) => [
      line?.amountMinor,
      item?.amountMinor,
    ]);
    expect(pairs).toEqual([
      [100n, 101n],
      [300n, 299n],
    ]);
  });

  it('keeps references apart that differ in any character', () => {
    expect(kinds(match(DAY, [aLine({ reference: '10010' })], [anItem()])).sort()).toEqual([
      'MISSING_IN_LEDGER',
      'MISSING_IN_PROVIDER',
    ]);
  });
});

describe('reversals', () => {
  it('expects nothing of a payment that was reversed on the same day', () => {
    const paid = anItem();
    const back = aReversalOf(paid);
    expect(match(DAY, [], [back, paid])).toEqual({
      matches: [],
      netted: [[paid, back]],
      breaks: [],
    });
  });

  it('matches both when the file shows both', () => {
    const paid = anItem();
    const lines = [aLine(), aLine({ amountMinor: -85_000_00n })];
    const { matches, netted, breaks } = match(DAY, lines, [paid, aReversalOf(paid)]);
    expect(matches).toHaveLength(2);
    expect([...netted, ...breaks]).toEqual([]);
  });

  it('MISSING_IN_PROVIDER: the file shows the payment and not its reversal', () => {
    const paid = anItem();
    const back = aReversalOf(paid);
    const { matches, breaks } = match(DAY, [aLine()], [paid, back]);
    expect(matches).toHaveLength(1);
    expect(breaks).toEqual([{ kind: 'MISSING_IN_PROVIDER', line: null, item: back }]);
  });

  it('takes the line for the payment that stands: paid, reversed, paid again', () => {
    const first = anItem();
    const again = anItem();
    const { matches, netted, breaks } = match(DAY, [aLine()], [first, aReversalOf(first), again]);
    expect(matches.map(({ item }) => item.id)).toEqual([again.id]);
    expect(netted).toHaveLength(1);
    expect(breaks).toEqual([]);
  });

  it('nets a reversal that the provider numbered anew', () => {
    const paid = anItem();
    const back = aReversalOf(paid, { providerTransactionId: 'tx_other' });
    expect(match(DAY, [], [paid, back])).toMatchObject({ netted: [[paid, back]], breaks: [] });
  });

  it('keeps the reversal of another day as a break of its own day', () => {
    const paid = anItem({ day: DAY_BEFORE, isMatched: true });
    const back = aReversalOf(paid, { day: DAY, isMatched: false });
    expect(match(DAY, [], [paid, back]).breaks).toEqual([
      { kind: 'MISSING_IN_PROVIDER', line: null, item: back },
    ]);
  });

  it('never compares money taken with money given back', () => {
    const lines = [aLine({ amountMinor: 70n })];
    const items = [anItem({ amountMinor: -50n })];
    expect(kinds(match(DAY, lines, items))).toEqual(['MISSING_IN_LEDGER', 'MISSING_IN_PROVIDER']);
  });
});
