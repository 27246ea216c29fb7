/** Merchants at the pretend Payvalida; they share their hashes, which real ones do not. */
export interface PayvalidaAccount {
  /**
   * By `merchant` of requests, at most 50 characters: where the merchant is told. Payvalida keeps it with the
   * account, requests do not name it. Null tells nobody.
   */
  readonly merchants: Readonly<Record<string, string | null>>;
  /** FIXED_HASH: what the merchant's own checksums end in. */
  readonly fixedHash: string;
  /** FIXED_HASH_NOTIFICACION: what the checksums of notifications end in. */
  readonly notificationHash: string;
}
