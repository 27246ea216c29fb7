import { createCipheriv } from 'node:crypto';

/** Sixteen zero bytes: the SDK writes eight, and its library fills them up. */
const IV = Buffer.alloc(16);
const ALGORITHM = 'aes-128-cbc';

/** How ePayco's SDK writes the vector that it encrypts with: the eight bytes that it knows of. */
const VECTOR_TEXT = Buffer.alloc(8).toString('base64');

/** Private keys that can encrypt fields. */
export const FIELD_KEY = /^[0-9a-f]{32}$/i;

/**
 * One field of a transfer as ePayco wants it: AES-128-CBC with the private key, base64.
 *
 * @param privateKey 32 hexadecimal digits
 * @source npm epayco-sdk-node 1.4.4, `encrypt`
 */
export function encryptField(text: string, privateKey: string): string {
  const cipher = createCipheriv(ALGORITHM, Buffer.from(privateKey, 'hex'), IV);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/**
 * The fields that ePayco decrypts the others by: the vector and, indeed, the key.
 *
 * @source npm epayco-sdk-node 1.4.4, `encryptHex`
 */
export function keyFields(privateKey: string): { readonly i: string; readonly p: string } {
  return { i: VECTOR_TEXT, p: Buffer.from(privateKey, 'hex').toString('base64') };
}
