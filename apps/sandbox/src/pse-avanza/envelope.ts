import { createCipheriv, createDecipheriv } from 'node:crypto';
import { compactDecrypt, CompactEncrypt } from 'jose';
import type { PseAvanzaAccount } from './account.js';

type Keys = Pick<PseAvanzaAccount, 'key' | 'iv'>;

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;

/**
 * Seals a message as PSE does: `base64(IV ‖ AES-256-GCM ‖ tag)` with the issued IV, inside a compact JWE with
 * the same key.
 *
 * @param nonce the JWE's own initialization vector; left out, a random one
 * @source public copies of the PHP SDK of the service, and a published vector
 */
export async function sealed(message: unknown, keys: Keys, nonce?: Uint8Array): Promise<string> {
  const [key, iv] = [Buffer.from(keys.key, 'hex'), Buffer.from(keys.iv, 'hex')];
  const cipher = createCipheriv(CIPHER, key, iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(message), 'utf8'), cipher.final()]);
  const inner = Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64');
  const jwe = new CompactEncrypt(Buffer.from(inner)).setProtectedHeader({
    alg: 'dir',
    enc: 'A256GCM',
  });
  return (nonce === undefined ? jwe : jwe.setInitializationVector(nonce)).encrypt(key);
}

/** @returns the message, or null for anything that was not sealed with these keys */
export async function opened(body: unknown, keys: Keys): Promise<unknown> {
  try {
    const key = Buffer.from(keys.key, 'hex');
    const { plaintext } = await compactDecrypt(String(body).trim(), key);
    const inner = Buffer.from(Buffer.from(plaintext).toString('latin1'), 'base64');
    const ivBytes = Buffer.from(keys.iv, 'hex').length;
    const decipher = createDecipheriv(CIPHER, key, inner.subarray(0, ivBytes));
    decipher.setAuthTag(inner.subarray(-TAG_BYTES));
    const text = inner.subarray(ivBytes, -TAG_BYTES);
    const plain = Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    return JSON.parse(plain) as unknown;
  } catch {
    return null;
  }
}
