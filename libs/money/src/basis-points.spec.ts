import fc from 'fast-check';
import { basisPoints, money, negate } from './index.js';

const cop = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map((minor) => money(minor, 'COP'));
const rate = fc.bigInt({ min: 0n, max: 20_000n });

describe('a rate in basis points', () => {
  it.each([
    ['2.99 % of $ 85.000', 8_500_000n, 299n, 254_150n],
    ['IVA of 19 % on $ 2.541,50', 254_150n, 1_900n, 48_289n],
    ['exactly half a centavo, up', 50n, 100n, 1n],
    ['just under half a centavo, down', 49n, 100n, 0n],
    ['half a centavo of a negative amount, away from zero', -50n, 100n, -1n],
    ['nothing of something', 8_500_000n, 0n, 0n],
    ['all of it', 8_500_001n, 10_000n, 8_500_001n],
  ])('takes %s', (_name, minor, rateBps, expected) => {
    expect(basisPoints(money(minor, 'COP'), rateBps)).toEqual(money(expected, 'COP'));
  });

  it('is never more than half a minor unit from the exact product', () => {
    fc.assert(
      fc.property(cop, rate, (amount, rateBps) => {
        const error = basisPoints(amount, rateBps).minor * 10_000n - amount.minor * rateBps;
        expect(error >= -5_000n && error <= 5_000n).toBe(true);
      }),
    );
  });

  it('gives back for a negative amount what it took for the positive one', () => {
    fc.assert(
      fc.property(cop, rate, (amount, rateBps) => {
        expect(basisPoints(negate(amount), rateBps)).toEqual(negate(basisPoints(amount, rateBps)));
      }),
    );
  });

  it('never shrinks when the rate grows', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), rate, rate, (minor, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const amount = money(minor, 'COP');
        expect(basisPoints(amount, low).minor <= basisPoints(amount, high).minor).toBe(true);
      }),
    );
  });

  it('refuses a negative rate', () => {
    expect(() => basisPoints(money(1n, 'COP'), -1n)).toThrow(
      expect.objectContaining({ code: 'BAD_RATE' }),
    );
  });
});
