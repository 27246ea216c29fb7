import { money, type Money } from './money.js';
import { MoneyError } from './money-error.js';

const BASIS_POINTS_PER_WHOLE = 10_000n;

/**
 * Takes a rate of an amount, as fees and IVA are calculated: one line at a time, rounded half-up to the
 * minor unit. A negative amount gives the exact opposite of the positive one (halves go away from zero),
 * so that giving a fee back undoes it.
 * @param rateBps hundredths of a percent: 299n is 2.99 %, 1900n is 19 %
 * @throws MoneyError BAD_RATE for a negative rate
 */
export function basisPoints(amount: Money, rateBps: bigint): Money {
  if (rateBps < 0n) throw new MoneyError('BAD_RATE', `${rateBps} basis points`);
  const sign = amount.minor < 0n ? -1n : 1n;
  const product = amount.minor * sign * rateBps;
  const rounded = (product + BASIS_POINTS_PER_WHOLE / 2n) / BASIS_POINTS_PER_WHOLE;
  return money(rounded * sign, amount.currency);
}
