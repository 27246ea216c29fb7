import { createHash, timingSafeEqual } from 'node:crypto';

/** The merchant's account at the pretend ePayco. */
export interface EpaycoAccount {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly customerId: string;
  /** `P_KEY` of the dashboard; it signs confirmations and is not the private key. */
  readonly pKey: string;
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
