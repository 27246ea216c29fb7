import { z } from 'zod';
import { decryptField } from './field-cipher.js';

/**
 * A body whose fields are encrypted one by one. Plain are `public_key`, `lenguaje`, `i` (the IV, eight zero
 * bytes although sixteen are used) and `p`, which is the key itself; `extras_epayco` is an object of
 * encrypted values.
 *
 * @source epayco-sdk-node 1.4.4, `setData`
 */

/** Fields that are not encrypted. */
const PLAIN = ['public_key', 'i', 'p', 'lenguaje'];

const IV = Buffer.alloc(8).toString('base64');

const sealedSchema = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]));

export type Opened =
  | { readonly kind: 'opened'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'unreadable'; readonly field: string };

/**
 * Opens every field. That `i` and `p` are compared with what they must be is ours.
 *
 * @param privateKey - 32 hexadecimal digits
 * @returns the name of the first field that is not what this key encrypts
 */
export function openBody(given: unknown, privateKey: string): Opened {
  const parsed = sealedSchema.safeParse(given);
  if (!parsed.success) {
    return { kind: 'unreadable', field: String(parsed.error.issues[0]?.path[0] ?? '') };
  }
  const { i, p } = parsed.data;
  if (i !== IV) return { kind: 'unreadable', field: 'i' };
  if (p !== Buffer.from(privateKey, 'hex').toString('base64')) {
    return { kind: 'unreadable', field: 'p' };
  }
  const opened = Object.entries(parsed.data).map(
    ([name, value]) => [name, PLAIN.includes(name) ? value : openField(value, privateKey)] as const,
  );
  const [unreadable] = opened.find(([, value]) => value === null) ?? [];
  if (unreadable !== undefined) return { kind: 'unreadable', field: unreadable };
  return { kind: 'opened', body: Object.fromEntries(opened) };
}

function openField(value: string | Record<string, string>, privateKey: string) {
  if (typeof value === 'string') return decryptField(value, privateKey);
  const opened = Object.entries(value).map(
    ([name, sealed]) => [name, decryptField(sealed, privateKey)] as const,
  );
  return opened.some(([, plain]) => plain === null) ? null : Object.fromEntries(opened);
}
