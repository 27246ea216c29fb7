import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Layers of PSE's envelope, written without the library that the connector uses, and at once. */

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url');
const COMPACT = /^[\w-]+\.\.([\w-]+)\.([\w-]+)\.([\w-]+)$/;

interface Keys {
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** @returns the message, or the text itself when it is no envelope */
export function openText(text: string, { key, iv }: Keys): string {
  const [, nonce, cipherText, tag] = COMPACT.exec(text.trim()) ?? [];
  if (nonce === undefined || cipherText === undefined || tag === undefined) return text;
  const [header] = text.trim().split('.');
  const outer = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'base64url'));
  outer.setAAD(Buffer.from(header ?? ''));
  outer.setAuthTag(Buffer.from(tag, 'base64url'));
  const inner = Buffer.concat([outer.update(cipherText, 'base64url'), outer.final()]);
  const bytes = Buffer.from(inner.toString('latin1'), 'base64');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, iv.length));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const sealed = bytes.subarray(iv.length, -TAG_BYTES);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
}

export function sealText(text: string, { key, iv }: Keys): string {
  const cipher = createCipheriv(CIPHER, key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const inner = Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64');
  const nonce = randomBytes(NONCE_BYTES);
  const outer = createCipheriv(CIPHER, key, nonce);
  outer.setAAD(Buffer.from(HEADER));
  const sealed = Buffer.concat([outer.update(inner, 'latin1'), outer.final()]);
  const parts = [nonce, sealed, outer.getAuthTag()].map((part) => part.toString('base64url'));
  return `${HEADER}..${parts.join('.')}`;
}
