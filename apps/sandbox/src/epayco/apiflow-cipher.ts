import { createCipheriv, createDecipheriv } from 'node:crypto';

/**
 * How bodies for ePayco's newer service are sealed: every leaf by itself, objects keep their shape. What is no
 * text is encrypted as its JSON, lists too. `publicKey` stays plain, and `i` is the IV in base64.
 *
 * @source epayco/epayco-node, development branch: AES-256-CBC, PKCS7, the private key's own 32 characters as
 *   the key, sixteen characters `0` as the IV, base64
 */

const KEY_BYTES = 32;
const IV = Buffer.from('0'.repeat(16), 'ascii');

/** What `i` of a body must be. */
export const IV_TEXT = IV.toString('base64');

/** Fields that are not encrypted. */
const PLAIN = ['publicKey', 'i'];

/** Bodies are three levels deep at most. */
const DEEPEST = 4;

/** @param privateKey - 32 characters */
export function encryptLeaf(value: unknown, privateKey: string): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const cipher = createCipheriv('aes-256-cbc', Buffer.from(privateKey, 'utf8'), IV);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** @returns the text, or null when it was not encrypted with this key */
export function decryptLeaf(sealed: string, privateKey: string): string | null {
  const key = Buffer.from(privateKey, 'utf8');
  if (key.length !== KEY_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, IV);
    return Buffer.concat([decipher.update(sealed, 'base64'), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/**
 * Opens every leaf of a body.
 *
 * @returns objects of texts; null when any leaf is not what this key encrypts
 */
export function openLeaves(
  given: unknown,
  privateKey: string,
  depth = 1,
): Readonly<Record<string, unknown>> | null {
  if (typeof given !== 'object' || given === null || depth > DEEPEST) return null;
  const opened = Object.entries(given).map(([name, value]: [string, unknown]) => {
    if (PLAIN.includes(name)) return [name, value] as const;
    if (typeof value !== 'string') return [name, openLeaves(value, privateKey, depth + 1)] as const;
    return [name, decryptLeaf(value, privateKey)] as const;
  });
  return opened.some(([, value]) => value === null) ? null : Object.fromEntries(opened);
}
