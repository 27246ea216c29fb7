import { z } from 'zod';

const MAX_PESOS = 1_000_000_000;
const MAX_BPS = 10_000;

/** More payments than any route of the country collects in a month; a number above it is a slip. */
const MAX_MONTHLY_PAYMENTS = 100_000_000;

/** More tiers than any contract has. */
const MAX_TIERS = 100;

/** Whole pesos of a file of terms. */
export const pesos = z.int().nonnegative().max(MAX_PESOS);

const bps = z.int().nonnegative().max(MAX_BPS);
const monthlyPayments = z.int().positive().max(MAX_MONTHLY_PAYMENTS);

const tier = z
  .strictObject({
    /** Least amount of the payment; left out, any. */
    fromAmountPesos: pesos.min(1).optional(),
    /** Payments that the route must have collected earlier in the month, in Bogota; left out, none. */
    fromMonthlyPayments: monthlyPayments.optional(),
    fixedPesos: pesos,
    bps,
  })
  .refine(
    (one) => one.fromAmountPesos !== undefined || one.fromMonthlyPayments !== undefined,
    'must have a bound, fromAmountPesos or fromMonthlyPayments: a rate without one is that of the route',
  );

const tiers = z
  .array(tier)
  .min(1)
  .max(MAX_TIERS)
  .check(({ value, issues }) => {
    const seen = new Set<string>();
    for (const [n, { fromAmountPesos = 0, fromMonthlyPayments = 0 }] of value.entries()) {
      const name = `from ${fromAmountPesos} pesos and ${fromMonthlyPayments} monthly payments`;
      if (seen.has(name)) {
        const message = `the tier ${name} is there twice`;
        issues.push({ code: 'custom', message, path: [n], input: value });
      }
      seen.add(name);
    }
  });

/**
 * What a provider keeps of a payment; `ivaBps` is the tax on the fee. Of the tiers whose bounds are all reached, the
 * one with the highest `fromMonthlyPayments` holds and, among those, with the highest `fromAmountPesos`; where none
 * is reached, `fixedPesos` and `bps` do.
 */
export const routeFees = z.strictObject({
  fixedPesos: pesos,
  bps,
  ivaBps: bps,
  tiers: tiers.optional(),
});

/** What the provider was promised. */
export const routeCommitment = z.strictObject({ monthlyPayments });
