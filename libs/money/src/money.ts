import { type Currency } from './currency.js';
import { MoneyError } from './money-error.js';

/** An amount in integer minor units (centavos, cents). It may be negative. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** Builds an amount from minor units: `money(8500000n, 'COP')` is $ 85.000. */
export function money(minor: bigint, currency: Currency): Money {
  return { minor, currency };
}

/**
 * Adds two amounts.
 * @throws MoneyError MIXED_CURRENCIES
 */
export function add(left: Money, right: Money): Money {
  requireSameCurrency(left.currency, right.currency);
  return money(left.minor + right.minor, left.currency);
}

/**
 * Takes `right` from `left`; the result may be negative.
 * @throws MoneyError MIXED_CURRENCIES
 */
export function subtract(left: Money, right: Money): Money {
  requireSameCurrency(left.currency, right.currency);
  return money(left.minor - right.minor, left.currency);
}

/** The same amount in the other direction. */
export function negate(amount: Money): Money {
  return money(-amount.minor, amount.currency);
}

/**
 * Orders two amounts, in the way that `Array.prototype.sort` wants it.
 * @returns -1 when left is less, 0 when equal, 1 when left is more
 * @throws MoneyError MIXED_CURRENCIES
 */
export function compare(left: Money, right: Money): -1 | 0 | 1 {
  requireSameCurrency(left.currency, right.currency);
  if (left.minor === right.minor) return 0;
  return left.minor < right.minor ? -1 : 1;
}

/** Tells whether the amount is nothing, in whichever currency. */
export function isZero(amount: Money): boolean {
  return amount.minor === 0n;
}

/**
 * Adds up a list.
 * @param currency of the result, so that an empty list has one too
 * @throws MoneyError MIXED_CURRENCIES when an amount of the list is in another currency
 */
export function sum(amounts: Iterable<Money>, currency: Currency): Money {
  let total = money(0n, currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

function requireSameCurrency(left: Currency, right: Currency): void {
  if (left !== right) throw new MoneyError('MIXED_CURRENCIES', `${left} and ${right}`);
}
