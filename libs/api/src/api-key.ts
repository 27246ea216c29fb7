import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;

/** `cauce_<mode>_<12: key id>_<32: secret><6: CRC-32 of everything before it>`, all base62. */
const KEY = /^(cauce_(test|live)_([0-9A-Za-z]{12})_[0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** Whether a key moves real money. */
export type KeyMode = 'test' | 'live';

/**
 * Makes an API key. Only `keyId` and `secretHash` may be stored; `key` is shown once.
 *
 * @returns `secretHash`: SHA-256 of the whole key in hex. A fast digest is enough for 190 random bits.
 */
export function newApiKey(mode: KeyMode): { key: string; keyId: string; secretHash: string } {
  const keyId = randomText(ID_LENGTH);
  const unsigned = `cauce_${mode}_${keyId}_${randomText(SECRET_LENGTH)}`;
  const key = unsigned + checksum(unsigned);
  return { key, keyId, secretHash: secretHashOf(key).toString('hex') };
}

/**
 * Takes a key apart, checking its form and checksum: a mistyped or invented key costs no database query.
 *
 * @returns null when this cannot be a key that we made
 */
export function readApiKey(key: string): { keyId: string; mode: KeyMode } | null {
  const [, unsigned, mode, keyId, sum] = KEY.exec(key) ?? [];
  if (unsigned === undefined || keyId === undefined || sum !== checksum(unsigned)) return null;
  return { keyId, mode: mode === 'live' ? 'live' : 'test' };
}

/** SHA-256 of the whole key. */
export function secretHashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function randomText(length: number): string {
  return Array.from({ length }, () => BASE62.charAt(randomInt(BASE62.length))).join('');
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    digits = BASE62.charAt(rest % BASE62.length) + digits;
    rest = Math.floor(rest / BASE62.length);
  }
  return digits;
}
