import fc from 'fast-check';
import { allocate, money, negate, sum } from './index.js';

const total = fc
  .bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
  .map((minor) => money(minor, 'COP'));
const ratios = fc
  .array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 12 })
  .filter((list) => list.some((ratio) => ratio > 0n));

const minors = (parts: ReturnType<typeof allocate>) => parts.map((part) => part.minor);
const abs = (value: bigint) => (value < 0n ? -value : value);

describe('allocating an amount', () => {
  it('sums back to the total exactly', () => {
    fc.assert(
      fc.property(total, ratios, (whole, shares) => {
        const parts = allocate(whole, shares);
        expect(parts).toHaveLength(shares.length);
        expect(sum(parts, 'COP')).toEqual(whole);
      }),
    );
  });

  it('leaves every part less than one minor unit from its exact share', () => {
    fc.assert(
      fc.property(total, ratios, (whole, shares) => {
        const all = shares.reduce((left, right) => left + right, 0n);
        allocate(whole, shares).forEach((part, index) => {
          const exactTimesAll = whole.minor * (shares[index] ?? 0n);
          expect(abs(part.minor * all - exactTimesAll) < all).toBe(true);
        });
      }),
    );
  });

  it('never gives less to a larger ratio', () => {
    fc.assert(
      fc.property(total, ratios, (whole, shares) => {
        const sizes = minors(allocate(whole, shares)).map(abs);
        const ordered = shares
          .map((ratio, index) => ({ ratio, size: sizes[index] ?? 0n }))
          .toSorted((a, b) => Number(a.ratio - b.ratio) || Number(a.size - b.size));
        ordered.slice(1).forEach((part, index) => {
          expect(part.size >= (ordered[index]?.size ?? 0n)).toBe(true);
        });
      }),
    );
  });

  it('splits a negative amount as the opposite of the positive one', () => {
    fc.assert(
      fc.property(total, ratios, (whole, shares) => {
        expect(allocate(negate(whole), shares)).toEqual(allocate(whole, shares).map(negate));
      }),
    );
  });

  it('gives a zero ratio nothing', () => {
    fc.assert(
      fc.property(total, ratios, (whole, shares) => {
        expect(allocate(whole, [...shares, 0n]).at(-1)?.minor).toBe(0n);
      }),
    );
  });

  it('depends on the proportion of the ratios only', () => {
    fc.assert(
      fc.property(total, ratios, fc.bigInt({ min: 1n, max: 99n }), (whole, shares, factor) => {
        const scaled = shares.map((ratio) => ratio * factor);
        expect(allocate(whole, scaled)).toEqual(allocate(whole, shares));
      }),
    );
  });
});

describe('worked examples', () => {
  it('gives the odd centavo of a peso in three to the first part', () => {
    expect(minors(allocate(money(100n, 'COP'), [1n, 1n, 1n]))).toEqual([34n, 33n, 33n]);
  });

  it('gives the left-over unit to the part that lost most', () => {
    expect(minors(allocate(money(101n, 'COP'), [50n, 30n, 20n]))).toEqual([51n, 30n, 20n]);
    expect(minors(allocate(money(7n, 'COP'), [1n, 2n]))).toEqual([2n, 5n]);
  });

  it('keeps the currency', () => {
    expect(allocate(money(1n, 'USD'), [1n])).toEqual([money(1n, 'USD')]);
  });
});

describe('ratios that mean nothing', () => {
  it.each([
    ['an empty list', []],
    ['only zeros', [0n, 0n]],
    ['a negative ratio', [3n, -1n]],
    ['negatives that cancel out', [1n, -1n]],
  ])('are refused: %s', (_name, list) => {
    expect(() => allocate(money(100n, 'COP'), list)).toThrow(
      expect.objectContaining({ code: 'BAD_RATIOS' }),
    );
  });
});
