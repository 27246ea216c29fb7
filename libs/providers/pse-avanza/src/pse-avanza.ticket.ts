import { createHash } from 'node:crypto';

/**
 * PSE's `ticketId` is an integer, and our reference is longer than any. It is made of the reference alone, so
 * that the same attempt has the same ticket in every process; the reference itself travels beside it.
 *
 * @param digits how many the entity's service takes, 1 to 18
 * @returns at least 1, and below ten to the power of the digits
 */
export function ticketOf(reference: string, digits: number): bigint {
  const hash = createHash('sha256').update(reference).digest();
  return 1n + (hash.readBigUInt64BE() % (10n ** BigInt(digits) - 1n));
}

/** Our reference as a form or a bank may have written it: spaces, dashes and left zeros do not count. */
export function canonicalReference(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/^0+(?=\d)/, '');
}
