import { createHash } from 'node:crypto';
import { sameSecret } from '../same-secret.js';
import type { PayuAccount } from './account.js';

/** Hashes that PayU takes for the signature of a request. */
const HASHES = ['md5', 'sha1', 'sha256'] as const;

type Signer = Pick<PayuAccount, 'apiKey' | 'merchantId'>;

/** What the signature of a request covers. */
export interface SignedOrder {
  readonly referenceCode: string;
  /** As the number stands in JSON. */
  readonly amount: string;
  readonly currency: string;
}

/**
 * Whether a request is signed as PayU wants it, with any of its hashes.
 *
 * @source PayU Latam's documentation, payments API: `ApiKey~merchantId~referenceCode~amount~currency`
 */
export function isSigned(given: string, order: SignedOrder, account: Signer): boolean {
  const { referenceCode, amount, currency } = order;
  const text = [account.apiKey, account.merchantId, referenceCode, amount, currency].join('~');
  return HASHES.some((hash) => sameSecret(given.toLowerCase(), digest(hash, text)));
}

/** What the signature of a confirmation covers: neither the transaction nor whether it is a test. */
export interface SignedConfirmation {
  readonly reference: string;
  /** With two decimals. */
  readonly value: string;
  readonly currency: string;
  readonly statePol: number;
}

/**
 * The `sign` of a confirmation.
 *
 * @returns 32 hexadecimal digits
 * @source PayU Latam's documentation, confirmation page:
 *   `ApiKey~merchant_id~reference_sale~new_value~currency~state_pol`; a value whose second decimal is zero is
 *   written with one
 */
export function signConfirmation(confirmation: SignedConfirmation, account: Signer): string {
  const { reference, value, currency, statePol } = confirmation;
  const newValue = value.endsWith('0') ? value.slice(0, -1) : value;
  const parts = [account.apiKey, account.merchantId, reference, newValue, currency, statePol];
  return digest('md5', parts.join('~'));
}

function digest(hash: (typeof HASHES)[number], text: string): string {
  return createHash(hash).update(text).digest('hex');
}
