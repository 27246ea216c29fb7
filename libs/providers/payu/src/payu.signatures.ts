import { createHash, timingSafeEqual } from 'node:crypto';
import { formatDecimal, parseDecimal } from '@cauce/money';

/** Hashes that PayU takes and sends, by the length of what they give. */
const HASH_LENGTHS = { md5: 32, sha1: 40, sha256: 64 } as const satisfies Record<string, number>;

export type PayuHash = keyof typeof HASH_LENGTHS;

/** What signs requests and confirmations. */
export interface PayuSigningKeys {
  readonly apiKey: string;
  /** PayU's number of the merchant; not that of the account. */
  readonly merchantId: string;
}

/** What PayU signs of a confirmation, each as it was sent. The transaction's id is not among them. */
export interface SignedConfirmation {
  readonly reference_sale: string;
  readonly value: string;
  readonly currency: string;
  readonly state_pol: string;
}

/**
 * The signature of a payment request.
 *
 * @param amount as it is written in the same request: whole pesos
 * @source PayU Latam's documentation, "Authentication signature"; its example is a test
 */
export function requestSignature(
  order: { readonly reference: string; readonly amount: string; readonly currency: string },
  keys: PayuSigningKeys,
  hash: PayuHash,
): string {
  return digestOf([order.reference, order.amount, order.currency], keys, hash);
}

/**
 * The signature of a confirmation: key, merchant, reference, amount, currency and state joined by `~`.
 *
 * @throws MoneyError for a value that is no decimal of at most two places
 * @source PayU Latam's documentation, "Confirmation page"; its examples are tests
 */
export function confirmationSignature(
  sent: SignedConfirmation,
  keys: PayuSigningKeys,
  hash: PayuHash,
): string {
  const signed = [sent.reference_sale, signedValue(sent.value), sent.currency, sent.state_pol];
  return digestOf(signed, keys, hash);
}

/**
 * An amount as confirmations sign it: with one decimal when the second is zero, else with both.
 *
 * @param value as sent, `150.00`, `150.26` or `150`
 * @returns `150.0`, `150.26`, `150.0`
 * @throws MoneyError for anything else
 */
export function signedValue(value: string): string {
  // Every currency of PayU's has two decimals; it is the digits that matter here, not the currency.
  return formatDecimal(parseDecimal(value, 'COP'), 2).replace(/0$/, '');
}

/**
 * Whether a confirmation bears the right signature, in whichever hash its account has chosen. The comparison
 * takes the same time wherever the first difference is.
 *
 * @param sign in hexadecimal digits of either case
 */
export function isSigned(sent: SignedConfirmation, sign: string, keys: PayuSigningKeys): boolean {
  const hash = hashOfLength(sign.length);
  if (hash === null) return false;
  const expected = Buffer.from(confirmationSignature(sent, keys, hash));
  const received = Buffer.from(sign.toLowerCase());
  return expected.length === received.length && timingSafeEqual(expected, received);
}

function hashOfLength(length: number): PayuHash | null {
  const hashes = Object.keys(HASH_LENGTHS) as PayuHash[];
  return hashes.find((hash) => HASH_LENGTHS[hash] === length) ?? null;
}

function digestOf(parts: readonly string[], keys: PayuSigningKeys, hash: PayuHash): string {
  const text = [keys.apiKey, keys.merchantId, ...parts].join('~');
  return createHash(hash).update(text).digest('hex');
}
