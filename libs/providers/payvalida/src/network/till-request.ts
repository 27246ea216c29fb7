import type { TillRequest } from '@cauce/connector-kit';
import { parseBody } from '../parse-body.js';
import { isSameChecksum, sha512 } from '../payvalida.checksums.js';

/** A network that may ask, by its name in paths and checksums. */
export interface NetworkAccount {
  readonly name: string;
  /**
   * FIXED_HASH that it shares with us; another one than that of other networks. While one is changed there are
   * two: a till signs with the old one until it has the new one.
   */
  readonly fixedHashes: readonly string[];
}

/** Largest body that is parsed; a real one has a dozen short fields. */
const MAX_BYTES = 16_384;

/** Fields that hold credentials or name a person in what tills ask and are answered. */
export const NETWORK_PRIVATE_FIELDS: readonly string[] = [
  ...['checksum', 'otp', 'document'],
  ...['nombres', 'apellido1', 'apellido2', 'lastname1', 'lastname2', 'di'],
];

/** The fields of a body of JSON, numbers as the text that they were written as; none for anything else. */
export function fieldsOf({ body }: TillRequest): Readonly<Record<string, unknown>> {
  const value = body.length > MAX_BYTES ? undefined : parseBody(body);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The network of a name, or null. */
export function networkNamed(
  networks: readonly NetworkAccount[],
  name: string,
): NetworkAccount | null {
  return networks.find((one) => one.name === name) ?? null;
}

/**
 * The hash of its network with which a till has signed these fields, in this order.
 *
 * @returns null when the checksum is that of none
 */
export function hashThatSigned(
  { fixedHashes }: NetworkAccount,
  fields: readonly string[],
  checksum: string,
): string | null {
  return fixedHashes.find((one) => isSameChecksum(sha512([...fields, one]), checksum)) ?? null;
}

/** A part of a path as it was meant, or null when it is not even encoded right. */
export function decodePart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
