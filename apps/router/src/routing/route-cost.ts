import { add, basisPoints, compare, type Money } from '@cauce/money';

/** A fee for each payment: a fixed part, and a part of the amount in basis points. */
export interface FeeRate {
  readonly fixed: Money;
  readonly bps: number;
}

/** A rate that holds from some amount or volume on; a bound that is null is none. */
export interface FeeTier extends FeeRate {
  /** Least amount of the payment. */
  readonly fromAmount: Money | null;
  /** Payments that the route must have collected earlier in the month. */
  readonly fromMonthlyPayments: number | null;
}

/** What a provider keeps of a payment, and the tax on that. */
export interface RouteFees extends FeeRate {
  readonly ivaBps: number;
  /** Rates that hold instead of `fixed` and `bps`; no two have the same bounds. */
  readonly tiers: readonly FeeTier[];
}

/** What a payment costs on a route, line by line. */
export interface RouteCost {
  readonly fee: Money;
  readonly iva: Money;
  readonly total: Money;
}

/**
 * What a provider will keep of a payment: fixed and in basis points, and IVA on both, each rounded half-up to the
 * minor unit as the ledger books them.
 *
 * @param paidThisMonth payments that the route has collected earlier in this month
 * @throws MoneyError for fees in another currency than the amount
 */
export function costOf(amount: Money, fees: RouteFees, paidThisMonth: number): RouteCost {
  const { fixed, bps } = rateOf(amount, fees, paidThisMonth);
  const fee = add(fixed, basisPoints(amount, BigInt(bps)));
  const iva = basisPoints(fee, BigInt(fees.ivaBps));
  return { fee, iva, total: add(fee, iva) };
}

/**
 * The rate that holds for a payment: of the tiers whose bounds are all reached, the one with the highest monthly
 * volume and, among those, with the highest amount; the route's own rate when no tier is reached. A bound is
 * reached by as much as it says. The order in which the tiers are listed decides nothing.
 *
 * @throws MoneyError for a bound in another currency than the amount
 */
export function rateOf(amount: Money, fees: RouteFees, paidThisMonth: number): FeeRate {
  let found: FeeTier | null = null;
  for (const tier of fees.tiers) {
    const isReached =
      paidThisMonth >= volumeOf(tier) &&
      (tier.fromAmount === null || compare(amount, tier.fromAmount) >= 0);
    if (isReached && (found === null || isMoreSpecific(tier, found))) found = tier;
  }
  return found ?? fees;
}

function isMoreSpecific(one: FeeTier, other: FeeTier): boolean {
  const difference = volumeOf(one) - volumeOf(other);
  return difference === 0 ? minorOf(one) > minorOf(other) : difference > 0;
}

function volumeOf(tier: FeeTier): number {
  return tier.fromMonthlyPayments ?? 0;
}

function minorOf(tier: FeeTier): bigint {
  return tier.fromAmount?.minor ?? 0n;
}
