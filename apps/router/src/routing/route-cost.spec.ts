import fc from 'fast-check';
import { costOf } from './route-cost.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });

describe('what a route costs', () => {
  it.each([
    // 2.5 % of $ 85.000 and $ 800, with 19 % of IVA.
    [8_500_000n, { fixed: cop(80_000n), bps: 250, ivaBps: 1_900 }, [292_500n, 55_575n, 348_075n]],
    [8_500_000n, { fixed: cop(0n), bps: 0, ivaBps: 1_900 }, [0n, 0n, 0n]],
    // Half a cent goes up, each line by itself.
    [50n, { fixed: cop(0n), bps: 100, ivaBps: 5_000 }, [1n, 1n, 2n]],
  ])('%s with %j', (minor, fees, lines) => {
    const { fee, iva, total } = costOf(cop(minor), fees);
    expect([fee.minor, iva.minor, total.minor]).toEqual(lines);
  });

  it('is never less for more', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const fees = { fixed: cop(100n), bps: 299, ivaBps: 1_900 };
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        const difference =
          costOf(cop(more), fees).total.minor - costOf(cop(less), fees).total.minor;
        expect(difference >= 0n).toBe(true);
      }),
    );
  });
});
