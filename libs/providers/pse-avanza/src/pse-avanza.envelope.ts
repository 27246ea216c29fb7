import { createCipheriv, createDecipheriv } from 'node:crypto';
import { ConnectorError } from '@cauce/connector-kit';
import { compactDecrypt, CompactEncrypt } from 'jose';

/**
 * PSE's envelope, outside in:
 *
 *   body  = compact JWE, header {"alg":"dir","enc":"A256GCM"}, over the text `inner`
 *   inner = base64( IV ‖ AES-256-GCM(message, key, IV) ‖ tag )
 *
 * Both layers use the key that ACH issues to the entity; the inner IV is issued with it and does not change,
 * so that only the nonce of the outer layer makes two equal messages differ.
 */
export interface AchKeys {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 12 bytes, or 16 as an older SDK takes them; answers have one of the same length in front. */
  readonly iv: Uint8Array;
}

const KEY_BYTES = 32;
const IV_BYTES = [12, 16];
const TAG_BYTES = 16;

/** Answers are small; beyond this it is not one. */
const MAX_JWE_CHARACTERS = 8 * 1024 * 1024;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const HEADER = { alg: 'dir', enc: 'A256GCM' } as const;

/** @throws Error when key or IV are not of the lengths that the protocol has: a mistake of configuration */
export function assertKeys({ key, iv }: AchKeys): void {
  if (key.length !== KEY_BYTES) throw new Error(`the key has ${key.length} bytes, not 32`);
  if (!IV_BYTES.includes(iv.length)) throw new Error(`the IV has ${iv.length} bytes, not 12 or 16`);
}

/**
 * Seals a message into the body of a request.
 *
 * @param text the message, JSON
 * @param nonce 12 random bytes, never used twice
 */
export async function seal(text: string, keys: AchKeys, nonce: Uint8Array): Promise<string> {
  return new CompactEncrypt(Buffer.from(encryptInner(text, keys)))
    .setProtectedHeader(HEADER)
    .setInitializationVector(nonce)
    .encrypt(keys.key);
}

/**
 * Opens the body of an answer.
 *
 * @returns the message, which only a holder of the key can have written
 * @throws ConnectorError malformed_reply for anything that is not such a body
 */
export async function open(body: string, keys: AchKeys): Promise<string> {
  try {
    if (body.length > MAX_JWE_CHARACTERS) throw new Error(`${body.length} characters`);
    const { plaintext } = await compactDecrypt(unquoted(body.trim()), keys.key, {
      keyManagementAlgorithms: [HEADER.alg],
      contentEncryptionAlgorithms: [HEADER.enc],
    });
    return decryptInner(Buffer.from(plaintext).toString('latin1'), keys);
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the answer is not sealed with our key', { cause });
  }
}

/** The inner layer of a message. */
export function encryptInner(text: string, { key, iv }: AchKeys): string {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = [cipher.update(text, 'utf8'), cipher.final()];
  return Buffer.concat([iv, ...sealed, cipher.getAuthTag()]).toString('base64');
}

/** @throws Error for anything that `encryptInner` could not have made with the same key */
export function decryptInner(text: string, { key, iv }: AchKeys): string {
  if (!BASE64.test(text)) throw new Error('the inner layer is not base64');
  const bytes = Buffer.from(text, 'base64');
  const endOfText = bytes.length - TAG_BYTES;
  if (endOfText < iv.length) throw new Error('the inner layer is too short');
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, iv.length), options);
  decipher.setAuthTag(bytes.subarray(endOfText));
  const opened = [decipher.update(bytes.subarray(iv.length, endOfText)), decipher.final()];
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(opened));
}

/** A gateway that takes the content type at its word may put the body between quotes. */
function unquoted(body: string): string {
  return body.startsWith('"') && body.endsWith('"') ? body.slice(1, -1) : body;
}
