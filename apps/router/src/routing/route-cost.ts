import { add, basisPoints, type Money } from '@cauce/money';

/** What a provider keeps of a payment, and the tax on that. */
export interface RouteFees {
  readonly fixed: Money;
  readonly bps: number;
  readonly ivaBps: number;
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
 * @throws MoneyError for fees in another currency than the amount
 */
export function costOf(amount: Money, { fixed, bps, ivaBps }: RouteFees): RouteCost {
  const fee = add(fixed, basisPoints(amount, BigInt(bps)));
  const iva = basisPoints(fee, BigInt(ivaBps));
  return { fee, iva, total: add(fee, iva) };
}
