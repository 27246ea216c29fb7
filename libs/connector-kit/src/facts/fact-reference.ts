/** What money is stated under that came without a reference: a fact needs some text. */
const NO_REFERENCE = 'none';

/** Longest reference that a fact may have; ours have 48 characters at most. */
const MAX_LENGTH = 200;

/**
 * The reference that a fact is stated under. Ours are digits, and stay as they are. Money of nobody comes with
 * whatever somebody gave the provider, and is to be found by that as far as a message and a row can hold it.
 *
 * @param text - a reference as its connector read it
 * @returns 1 to 200 characters of well-formed text, without U+0000
 */
export function factReference(text: string): string {
  return text.slice(0, MAX_LENGTH).replaceAll('\0', '\uFFFD').toWellFormed() || NO_REFERENCE;
}
