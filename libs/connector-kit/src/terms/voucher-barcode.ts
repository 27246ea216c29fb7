import { dayOf } from '@cauce/calendar';
import type { Money } from '@cauce/money';

/**
 * The bar code of a Colombian voucher, GS1-128, in the order in which it is read:
 *
 *   (415)  13 digits, the biller's location number (GLN), which ends in its check digit
 *   (8020) reference of the payment, at most 25 characters, ended by FNC1
 *   (3900) amount in whole pesos, filled with zeros to ten digits, ended by FNC1
 *   (96)   last day on which it may be paid, YYYYMMDD
 *
 * FNC1 between elements is ASCII 29 in the text; the one that begins the symbol is set by whoever draws it.
 * After (415), whose length is fixed by the standard, there is none.
 * @source GS1 General Specifications, section 3.2; the convention that Colombian billers print
 */
const FNC1 = '\u001d';

const AMOUNT_DIGITS = 10;

/** The standard's longest amount for (3900). */
const MAX_AMOUNT_DIGITS = 15;

/** The characters of the standard's set 82 which Code 128 and the standard allow in a reference. */
const REFERENCE_FORM = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,25}$/;

/** The convention writes whole pesos. */
const MINOR_PER_PESO = 100n;

/** What the bar code says. */
export interface BarcodeParts {
  readonly gln: string;
  /** What the cashier would type in. */
  readonly reference: string;
  readonly amount: Money;
  readonly expiresAt: Date;
}

/**
 * Writes the bar code of a voucher.
 *
 * @returns the element string, or null for what the convention cannot say: an odd reference, centavos,
 *   another currency, no amount, a wrong GLN. The voucher can be paid by its code all the same.
 */
export function voucherBarcode(parts: BarcodeParts): string | null {
  const { gln, reference, amount, expiresAt } = parts;
  if (!isGln(gln) || !REFERENCE_FORM.test(reference)) return null;
  const { minor, currency } = amount;
  if (currency !== 'COP' || minor <= 0n || minor % MINOR_PER_PESO !== 0n) return null;
  const pesos = String(minor / MINOR_PER_PESO).padStart(AMOUNT_DIGITS, '0');
  if (pesos.length > MAX_AMOUNT_DIGITS) return null;
  // A voucher that ends as a day begins can last be paid on the day before.
  const lastOn = dayOf(new Date(expiresAt.getTime() - 1)).replaceAll('-', '');
  return `415${gln}8020${reference}${FNC1}3900${pesos}${FNC1}96${lastOn}`;
}

/** Whether a text is a location number of 13 digits with the right check digit. */
export function isGln(text: string): boolean {
  if (!/^\d{13}$/.test(text)) return false;
  // From the left, digits weigh 1 and 3 in turn; with the check digit they add up to whole tens.
  const sum = [...text].reduce(
    (total, digit, n) => total + Number(digit) * (n % 2 === 0 ? 1 : 3),
    0,
  );
  return sum % 10 === 0;
}
