import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals single values for storage with AES-256-GCM, and makes keyed hashes to look them up by.
 * A context says where a value belongs (`payer:pay_…`); a value opens only under the context it was
 * sealed for, so that nobody can move one row's ciphertext into another row.
 */
export class FieldCipher {
  private readonly sealingKey: Buffer;
  private readonly indexKey: Buffer;

  /** @param key - 32 random bytes; the keys in use are derived from it */
  constructor(key: Buffer) {
    if (key.length !== KEY_BYTES) {
      throw new RangeError(`the encryption key has ${key.length} bytes instead of ${KEY_BYTES}`);
    }
    this.sealingKey = derive(key, 'cauce field sealing');
    this.indexKey = derive(key, 'cauce blind index');
  }

  /** @returns `v1.` and base64url of nonce, ciphertext and tag; another text each time */
  seal(plain: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.sealingKey, nonce);
    cipher.setAAD(Buffer.from(context, 'utf8'));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `${VERSION}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
  }

  /**
   * @returns what was sealed
   * @throws Error when the key or the context is another one, or the text was changed
   */
  open(sealed: string, context: string): string {
    const [version, encoded, ...rest] = sealed.split('.');
    const bytes = Buffer.from(encoded ?? '', 'base64url');
    const isCanonical = rest.length === 0 && bytes.toString('base64url') === encoded;
    if (version !== VERSION || !isCanonical || bytes.length < NONCE_BYTES + TAG_BYTES) {
      throw new Error('the sealed value is not in a format that this version reads');
    }
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.sealingKey, nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new Error(
        'the sealed value does not open: another key, another context, or it was changed',
        { cause },
      );
    }
  }

  /**
   * @param value - already in the one form that look-ups use (trimmed, lower case, and so on)
   * @param context - what kind of value it is; equal values of other kinds give other hashes
   * @returns 64 hexadecimal digits, always the same for the same key, value and context
   */
  blindIndex(value: string, context: string): string {
    const length = Buffer.byteLength(context, 'utf8');
    return createHmac('sha256', this.indexKey).update(`${length}:${context}${value}`).digest('hex');
  }
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, KEY_BYTES));
}
