import { decryptField } from './field-cipher.js';

const NUMBER = /^[1-9]\d{0,19}$/;

/**
 * A number of ours in a query, which some SDKs encrypt there like every other field.
 *
 * @returns its digits, or null for anything else
 */
export function plainNumber(text: string, privateKey: string): string | null {
  const plain = NUMBER.test(text) ? text : (decryptField(text, privateKey) ?? '');
  return NUMBER.test(plain) ? plain : null;
}
