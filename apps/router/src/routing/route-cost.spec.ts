import fc from 'fast-check';
import { costOf, rateOf, type FeeTier, type RouteFees } from './route-cost.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });

const flat: RouteFees = { fixed: cop(80_000n), bps: 250, ivaBps: 1_900, tiers: [] };

const tier = (bps: number, volume: number | null, minor: bigint | null): FeeTier => ({
  fixed: cop(0n),
  bps,
  fromMonthlyPayments: volume,
  fromAmount: minor === null ? null : cop(minor),
});

const bps = fc.integer({ min: 0, max: 10_000 });
const amount = fc.bigInt({ min: 0n, max: 10n ** 11n });
const volume = fc.integer({ min: 0, max: 10_000_000 });
const rate = fc.record({ fixed: fc.bigInt({ min: 0n, max: 10n ** 11n }).map(cop), bps });
const anyTier = fc
  .record({
    rate,
    fromAmount: fc.option(fc.bigInt({ min: 1n, max: 10n ** 11n }).map(cop)),
    fromMonthlyPayments: fc.option(fc.integer({ min: 1, max: 10_000_000 })),
  })
  .map(({ rate, ...bounds }): FeeTier => ({ ...rate, ...bounds }));
const tiers = fc.uniqueArray(anyTier, {
  maxLength: 6,
  selector: (one) => `${one.fromAmount?.minor ?? 0} ${one.fromMonthlyPayments ?? 0}`,
});
const anyFees = fc
  .record({ rate, ivaBps: bps, tiers })
  .map(({ rate, ...rest }): RouteFees => ({ ...rate, ...rest }));

describe('what a route costs', () => {
  it.each([
    // 2.5 % of $ 85.000 and $ 800, with 19 % of IVA.
    [8_500_000n, flat, [292_500n, 55_575n, 348_075n]],
    [8_500_000n, { ...flat, fixed: cop(0n), bps: 0 }, [0n, 0n, 0n]],
    // Half a cent goes up, each line by itself.
    [50n, { ...flat, fixed: cop(0n), bps: 100, ivaBps: 5_000 }, [1n, 1n, 2n]],
    // The rate is the tier's, the IVA the route's: 1 % of $ 85.000 and 19 % of that.
    [8_500_000n, { ...flat, tiers: [tier(100, null, 8_500_000n)] }, [85_000n, 16_150n, 101_150n]],
  ])('%s with %j', (minor, fees, lines) => {
    const { fee, iva, total } = costOf(cop(minor), fees, 0);
    expect([fee.minor, iva.minor, total.minor]).toEqual(lines);
  });

  it('is its fee and the IVA on that, and nothing below zero', () => {
    fc.assert(
      fc.property(amount, anyFees, volume, (minor, fees, paid) => {
        const { fee, iva, total } = costOf(cop(minor), fees, paid);
        expect(total).toEqual(cop(fee.minor + iva.minor));
        expect(fee.minor >= 0n && iva.minor >= 0n).toBe(true);
      }),
    );
  });

  it('rounds the fee and the IVA half-up to the minor unit', () => {
    fc.assert(
      fc.property(amount, anyFees, volume, (minor, fees, paid) => {
        const { fixed, bps } = rateOf(cop(minor), fees, paid);
        const { fee, iva } = costOf(cop(minor), fees, paid);
        const feeError = (fee.minor - fixed.minor) * 10_000n - minor * BigInt(bps);
        const ivaError = iva.minor * 10_000n - fee.minor * BigInt(fees.ivaBps);
        for (const error of [feeError, ivaError]) {
          expect(error > -5_000n && error <= 5_000n).toBe(true);
        }
      }),
    );
  });

  it('is never less for more at the same rate', () => {
    fc.assert(
      fc.property(amount, amount, anyFees, volume, (a, b, fees, paid) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        const { fixed, bps } = rateOf(cop(less), fees, paid);
        const same = { fixed, bps, ivaBps: fees.ivaBps, tiers: [] };
        const difference =
          costOf(cop(more), same, paid).total.minor - costOf(cop(less), fees, paid).total.minor;
        expect(difference >= 0n).toBe(true);
      }),
    );
  });

  it('is refused in another currency than the fees', () => {
    const dollars = { minor: 100n, currency: 'USD' as const };
    const mixed = expect.objectContaining({ code: 'MIXED_CURRENCIES' });
    expect(() => costOf(dollars, flat, 0)).toThrow(mixed);
    expect(() => costOf(dollars, { ...flat, tiers: [tier(1, null, 1n)] }, 0)).toThrow(mixed);
  });
});

describe('the rate of a payment', () => {
  const tiered: RouteFees = {
    ...flat,
    tiers: [
      tier(200, null, 10_000n),
      tier(190, null, 20_000n),
      tier(150, 1_000, null),
      tier(140, 1_000, 10_000n),
      tier(100, 5_000, 20_000n),
    ],
  };

  it.each<[bigint, number, number]>([
    // The amount alone: one below its bound, and at it.
    [9_999n, 0, 250],
    [10_000n, 0, 200],
    [19_999n, 999, 200],
    [20_000n, 999, 190],
    // The volume comes first: the amount only chooses among tiers of the highest volume reached.
    [9_999n, 999, 250],
    [9_999n, 1_000, 150],
    [10_000n, 1_000, 140],
    [20_000n, 1_000, 140],
    [20_000n, 4_999, 140],
    [20_000n, 5_000, 100],
    // A tier of a higher volume whose amount is not reached leaves the one below it.
    [19_999n, 5_000, 140],
    [1n, 5_000, 150],
  ])('of %s minor units after %i payments is %i basis points', (minor, paid, bps) => {
    expect(rateOf(cop(minor), tiered, paid).bps).toBe(bps);
    const reversed = { ...tiered, tiers: [...tiered.tiers].reverse() };
    expect(rateOf(cop(minor), reversed, paid).bps).toBe(bps);
  });

  it('is that of a tier exactly from its bounds on, and the route’s own one below either', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.bigInt({ min: 1n, max: 10n ** 11n }),
        (volume, minor) => {
          const fees = { ...flat, tiers: [tier(1, volume, minor)] };
          const bpsAt = (at: bigint, paid: number) => rateOf(cop(at), fees, paid).bps;
          expect(bpsAt(minor, volume)).toBe(1);
          expect(bpsAt(minor - 1n, volume)).toBe(250);
          expect(bpsAt(minor, volume - 1)).toBe(250);
        },
      ),
    );
  });

  it('has reached its bounds, and no tier that is reached is more specific', () => {
    fc.assert(
      fc.property(amount, anyFees, volume, (minor, fees, paid) => {
        const reached = fees.tiers
          .filter((one) => (one.fromMonthlyPayments ?? 0) <= paid)
          .filter((one) => (one.fromAmount?.minor ?? 0n) <= minor)
          .sort(
            (a, b) =>
              (b.fromMonthlyPayments ?? 0) - (a.fromMonthlyPayments ?? 0) ||
              Number((b.fromAmount?.minor ?? 0n) - (a.fromAmount?.minor ?? 0n)),
          );
        expect(rateOf(cop(minor), fees, paid)).toBe(reached[0] ?? fees);
      }),
    );
  });
});
