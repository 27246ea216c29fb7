import { CURRENCIES, type Currency } from './currency.js';
import { money, type Money } from './money.js';
import { MoneyError } from './money-error.js';

/** More decimals than any provider or file format uses; above it the caller has a mistake. */
const MAX_DECIMALS = 18;

/**
 * Converts an amount to integer units of another exponent: 0 for providers that take whole pesos,
 * 2 for centavos.
 * @param decimals how many decimals one unit of the result has, 0 to 18
 * @returns the units, exactly
 * @throws MoneyError INEXACT when a remainder would be lost; BAD_DECIMALS
 */
export function toUnits(amount: Money, decimals: number): bigint {
  const shift = decimalsOf(decimals) - CURRENCIES[amount.currency].decimals;
  if (shift >= 0) return amount.minor * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  if (amount.minor % divisor !== 0n) {
    const given = `${amount.minor} minor units of ${amount.currency}`;
    throw new MoneyError('INEXACT', `${given} with ${decimals} decimals`);
  }
  return amount.minor / divisor;
}

/**
 * Reads integer units of another exponent; the opposite of `toUnits`.
 * @throws MoneyError INEXACT when the units are finer than the currency; BAD_DECIMALS
 */
export function fromUnits(units: bigint, decimals: number, currency: Currency): Money {
  const shift = CURRENCIES[currency].decimals - decimalsOf(decimals);
  if (shift >= 0) return money(units * 10n ** BigInt(shift), currency);
  const divisor = 10n ** BigInt(-shift);
  if (units % divisor !== 0n) {
    throw new MoneyError('INEXACT', `${units} units of ${decimals} decimals in ${currency}`);
  }
  return money(units / divisor, currency);
}

/**
 * The amount in whole pesos or dollars, as cash counters take it.
 * @throws MoneyError INEXACT when the amount has centavos or cents
 */
export function wholeUnits(amount: Money): bigint {
  return toUnits(amount, 0);
}

/** Reads an amount of whole pesos or dollars. */
export function fromWholeUnits(units: bigint, currency: Currency): Money {
  return fromUnits(units, 0, currency);
}

function decimalsOf(decimals: number): number {
  if (Number.isInteger(decimals) && decimals >= 0 && decimals <= MAX_DECIMALS) return decimals;
  throw new MoneyError('BAD_DECIMALS', `${decimals} is not within 0 and ${MAX_DECIMALS}`);
}
