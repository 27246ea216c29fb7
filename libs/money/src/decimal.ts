import { CURRENCIES, type Currency } from './currency.js';
import { type Money } from './money.js';
import { MoneyError } from './money-error.js';
import { fromUnits, toUnits } from './wire-units.js';

/** Digits, and a fraction that has digits. No exponent, no separators, no plus sign, no blanks. */
const PLAIN_DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Longer than any amount can be; it bounds the work that a hostile text can cause. */
const MAX_TEXT_LENGTH = 40;

/**
 * Reads a decimal text exactly: '85000', '85000.5', '85000.00' or '-12.30'.
 * Zeros beyond the currency's decimals are accepted ('85000.0000'), other digits there are not.
 * @param text with a point as decimal mark
 * @throws MoneyError NOT_A_DECIMAL for anything else, INEXACT for fractions of a minor unit
 */
export function parseDecimal(text: string, currency: Currency): Money {
  const match = text.length <= MAX_TEXT_LENGTH ? PLAIN_DECIMAL.exec(text) : null;
  if (match === null) {
    throw new MoneyError('NOT_A_DECIMAL', JSON.stringify(text.slice(0, MAX_TEXT_LENGTH)));
  }
  const [, sign = '', whole = '', fraction = ''] = match;
  const significant = fraction.replace(/0+$/, '');
  const { decimals } = CURRENCIES[currency];
  if (significant.length > decimals) {
    throw new MoneyError('INEXACT', `${text} ${currency} has more than ${decimals} decimals`);
  }
  return fromUnits(BigInt(sign + whole + significant), significant.length, currency);
}

/**
 * Writes an amount as a plain decimal text with a point, for providers and files.
 * @param decimals how many to write; the currency's own when left out
 * @returns text that `parseDecimal` reads back as the same amount
 * @throws MoneyError INEXACT when digits would be lost; BAD_DECIMALS
 */
export function formatDecimal(
  amount: Money,
  decimals: number = CURRENCIES[amount.currency].decimals,
): string {
  const units = toUnits(amount, decimals);
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return sign + digits.slice(0, point) + (decimals > 0 ? `.${digits.slice(point)}` : '');
}
