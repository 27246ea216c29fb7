import { createCipheriv, createDecipheriv } from 'node:crypto';

const HEX_KEY = /^[0-9a-f]{32}$/i;
const ZERO_IV = Buffer.alloc(16);

/**
 * Encrypts one field as the SDKs do on the restpagos paths.
 * @param privateKey 32 hexadecimal digits
 * @source epayco-sdk-node 1.4.4: AES-128-CBC, PKCS7, the key in hexadecimal, a zero IV, base64
 */
export function encryptField(plain: string, privateKey: string): string {
  const cipher = createCipheriv('aes-128-cbc', keyOf(privateKey), ZERO_IV);
  return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

/** @returns the plain text, or null when it was not encrypted with this key */
export function decryptField(sealed: string, privateKey: string): string | null {
  if (!HEX_KEY.test(privateKey)) return null;
  try {
    const decipher = createDecipheriv('aes-128-cbc', keyOf(privateKey), ZERO_IV);
    return Buffer.concat([decipher.update(sealed, 'base64'), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function keyOf(privateKey: string): Buffer {
  return Buffer.from(privateKey, 'hex');
}
