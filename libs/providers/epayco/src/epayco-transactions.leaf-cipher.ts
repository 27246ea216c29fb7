import { createCipheriv } from 'node:crypto';
import { ConnectorError } from '@cauce/connector-kit';

/** What a body is made of before it is sealed. */
export type Leaf = string | number | boolean;
export interface Leaves {
  readonly [name: string]: Leaf | Leaves;
}

/** A body on its way: of the same shape, every leaf a text. */
export interface SealedLeaves {
  readonly [name: string]: string | SealedLeaves;
}

/** Sixteen characters zero, not sixteen zero bytes. */
const VECTOR = Buffer.from('0'.repeat(16), 'ascii');
const ALGORITHM = 'aes-256-cbc';
const KEY_BYTES = 32;

/** The one field that says whose the others are. */
const PLAIN = 'publicKey';

/** What ePayco's SDK for our platform calls itself. */
const LANGUAGE = 'node';

/** Whether a private key can encrypt for the newer service: its own characters are the key. */
export function isLeafKey(privateKey: string): boolean {
  return Buffer.byteLength(privateKey, 'utf8') === KEY_BYTES;
}

/**
 * A body as the newer service wants it: every leaf encrypted by itself, numbers and flags as their JSON;
 * `publicKey` stays plain, and the vector and the language are added.
 *
 * @param privateKey 32 characters
 * @throws ConnectorError invalid_request for a key of another length
 * @source epayco/epayco-node, development branch, `encryptBody`
 */
export function sealBody(body: Leaves, privateKey: string): SealedLeaves {
  if (!isLeafKey(privateKey)) {
    throw new ConnectorError('invalid_request', 'the private key does not have 32 characters');
  }
  const language = encryptLeaf(LANGUAGE, privateKey);
  return { ...sealLeaves(body, privateKey), i: VECTOR.toString('base64'), language };
}

/**
 * One leaf: AES-256-CBC with the characters of the private key, base64.
 *
 * @param privateKey 32 characters
 */
export function encryptLeaf(leaf: Leaf, privateKey: string): string {
  const text = typeof leaf === 'string' ? leaf : JSON.stringify(leaf);
  const cipher = createCipheriv(ALGORITHM, Buffer.from(privateKey, 'utf8'), VECTOR);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

function sealLeaves(leaves: Leaves, privateKey: string): SealedLeaves {
  const sealed = Object.entries(leaves).map(([name, value]) => {
    if (typeof value === 'object') return [name, sealLeaves(value, privateKey)] as const;
    return [name, name === PLAIN ? String(value) : encryptLeaf(value, privateKey)] as const;
  });
  return Object.fromEntries(sealed);
}
