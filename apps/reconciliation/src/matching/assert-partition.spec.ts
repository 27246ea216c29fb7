import { assertPartition } from './assert-partition.js';
import type { ExpectedItem, FileLine, Partition } from './match.js';

const DAY = '2026-11-19';

const line: FileLine = {
  fileId: 'file_a',
  number: 1,
  reference: '1001',
  amountMinor: 100n,
  currency: 'COP',
  isMatched: false,
};
const other: FileLine = { ...line, number: 2 };
const item: ExpectedItem = {
  id: 'fact_1',
  day: DAY,
  reference: '1001',
  providerTransactionId: 'tx_1',
  amountMinor: 100n,
  currency: 'COP',
  isMatched: false,
};
const neighbour: ExpectedItem = { ...item, id: 'fact_2', day: '2026-11-18' };

const none: Partition = { matches: [], netted: [], breaks: [] };
const matched: Partition = { ...none, matches: [{ line, item }] };
const missing = (one: FileLine): Partition['breaks'][number] => ({
  kind: 'MISSING_IN_LEDGER',
  line: one,
  item: null,
});

describe('the check of a partition', () => {
  it.each<[string, FileLine[], ExpectedItem[], Partition]>([
    ['a line with its payment', [line], [item], matched],
    [
      'a payment of a day near by, used',
      [line],
      [neighbour],
      { ...none, matches: [{ line, item: neighbour }] },
    ],
    ['a payment of a day near by, not used', [line], [item, neighbour], matched],
    [
      'what an earlier run matched',
      [{ ...line, isMatched: true }],
      [{ ...item, isMatched: true }],
      none,
    ],
    ['nothing', [], [], none],
  ])('takes %s', (_, lines, items, partition) => {
    expect(() => assertPartition(DAY, lines, items, partition)).not.toThrow();
  });

  it.each<[string, FileLine[], ExpectedItem[], Partition, string]>([
    [
      'a line is lost',
      [line, other],
      [item],
      matched,
      'free lines of 2026-11-19: 2 with 200 given, 1 with 100',
    ],
    ['a payment is lost', [], [item], none, 'free items of 2026-11-19: 1 with 100 given, 0 with 0'],
    [
      'a line is used twice',
      [line, other],
      [item],
      { ...matched, breaks: [missing(line)] },
      'free lines of 2026-11-19',
    ],
    [
      'a payment is used twice',
      [line, other],
      [item, { ...item, id: 'fact_3' }],
      {
        ...none,
        matches: [
          { line, item },
          { line: other, item },
        ],
      },
      'free items of 2026-11-19',
    ],
    [
      'a line comes from nowhere',
      [line],
      [item],
      { ...none, matches: [{ line: other, item }] },
      'free lines of 2026-11-19',
    ],
    [
      'a matched line is matched again',
      [{ ...line, isMatched: true }],
      [item],
      matched,
      'free lines of 2026-11-19: 0 with 0 given, 1 with 100',
    ],
    [
      'two amounts are matched',
      [line],
      [{ ...item, amountMinor: 99n }],
      { ...none, matches: [{ line, item: { ...item, amountMinor: 99n } }] },
      'free items of 2026-11-19',
    ],
    [
      'a payment is too far away',
      [],
      [{ ...item, day: '2026-11-17' }],
      none,
      'is not near 2026-11-19',
    ],
  ])('refuses one in which %s', (_, lines, items, partition, error) => {
    expect(() => assertPartition(DAY, lines, items, partition)).toThrow(error);
  });

  it('refuses a match of two amounts, with both of them', () => {
    const cheaper = { ...item, amountMinor: 99n };
    expect(() =>
      assertPartition(DAY, [line], [cheaper], { ...none, matches: [{ line, item: cheaper }] }),
    ).toThrow('matched 100 with 99');
  });
});
