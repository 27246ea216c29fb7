import { sha512 } from '../payvalida.checksums.js';

/** Digits of a code: what a payment number may have is 25, and a cashier types each of them. */
const DIGITS = 20;

/**
 * What a payer names at a till that asks us: digits that follow from our reference, which is too long to be a
 * payment number of Payvalida's. The first one is no zero, so that none is lost at the till. Of ten million
 * vouchers two have the same code once in a million times; then the second one is not issued.
 *
 * @param reference ours, unique for ever
 * @returns the same 20 digits for the same reference
 */
export function tillCode(reference: string): string {
  const lowest = 10n ** BigInt(DIGITS - 1);
  const hash = BigInt(`0x${sha512(['till code', reference])}`);
  return (lowest + (hash % (9n * lowest))).toString();
}
