import { uuidv7obj } from 'uuidv7';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 26;

/**
 * Makes an id that sorts by the time it was made.
 *
 * @param prefix - what it identifies, lower-case letters: `pay`, `att`, `evt`
 * @returns `<prefix>_` and 26 characters: a UUIDv7 in lower-case Crockford base 32
 * @throws RangeError for a prefix that is not lower-case letters
 */
export function newId(prefix: string): string {
  if (!/^[a-z]+$/.test(prefix)) throw new RangeError(`"${prefix}" is not an id prefix`);
  return `${prefix}_${toBase32(uuidv7obj().bytes)}`;
}

/** 128 bits as 26 digits, most significant first, so that text order is number order. */
function toBase32(bytes: Readonly<Uint8Array>): string {
  let rest = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let digit = 0; digit < LENGTH; digit++) {
    text = ALPHABET.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}
