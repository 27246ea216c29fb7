import fc from 'fast-check';
import { balances, imbalance } from '../fixtures/books.js';
import { mirrored, posting, type Leg } from './posting.js';

/** Legs that balance: any amounts, and one that takes their sum. */
const legs = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.bigInt(-(10n ** 15n), 10n ** 15n)))
  .map((some): Leg[] => [...some, ['rest', -some.reduce((sum, [, minor]) => sum + minor, 0n)]]);

describe('a posting', () => {
  it('leaves out empty legs', () => {
    const made = posting('reversal', 'COP', [
      ['a', 5n],
      ['b', 0n],
      ['c', -5n],
    ]);
    expect(made).toEqual({
      kind: 'reversal',
      entries: [
        { account: 'a', amountMinor: 5n, currency: 'COP' },
        { account: 'c', amountMinor: -5n, currency: 'COP' },
      ],
    });
  });

  it('of nothing has no entries', () => {
    expect(posting('reversal', 'COP', [['a', 0n]]).entries).toEqual([]);
  });

  it.each([1n, -1n, 10n ** 30n])('that is off by %s is refused, and says by how much', (off) => {
    const legs: Leg[] = [
      ['a', 5n + off],
      ['b', -5n],
    ];
    expect(() => posting('provider_fee', 'COP', legs)).toThrow(
      `provider_fee does not balance: it is off by ${off} minor units`,
    );
  });

  it('balances whenever it can be made', () => {
    fc.assert(
      fc.property(legs, (some) => {
        const { entries } = posting('reversal', 'COP', some);
        expect(imbalance(entries)).toEqual({});
        expect(entries.every((entry) => entry.amountMinor !== 0n)).toBe(true);
      }),
    );
  });

  it('and its mirror leave nothing', () => {
    fc.assert(
      fc.property(legs, (some) => {
        const there = posting('payment_received', 'COP', some);
        const back = posting('reversal', 'COP', mirrored(there.entries));
        expect(balances(there, back)).toEqual({});
      }),
    );
  });

  it('is mirrored with one leg for each account', () => {
    const { entries } = posting('reversal', 'COP', [
      ['a', 5n],
      ['a', 2n],
      ['b', -7n],
    ]);
    expect(mirrored(entries)).toEqual([
      ['a', -7n],
      ['b', 7n],
    ]);
  });
});
