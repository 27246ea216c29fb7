/** A merchant at the pretend Payvalida, with hashes of its own. */
export interface PayvalidaMerchant {
  /**
   * Where the merchant is told. Payvalida keeps it with the account, requests do not name it. Null tells
   * nobody.
   */
  readonly notificationUrl: string | null;
  /** FIXED_HASH: what the merchant's own checksums end in. */
  readonly fixedHash: string;
  /** FIXED_HASH_NOTIFICACION: what the checksums of notifications end in. */
  readonly notificationHash: string;
}

/** The merchants, by `merchant` of requests, which has at most 50 characters. */
export type PayvalidaMerchants = Readonly<Record<string, PayvalidaMerchant>>;

/** @returns null for a name that no merchant has */
export function merchantNamed(
  merchants: PayvalidaMerchants,
  name: string,
): PayvalidaMerchant | null {
  return Object.hasOwn(merchants, name) ? (merchants[name] ?? null) : null;
}
