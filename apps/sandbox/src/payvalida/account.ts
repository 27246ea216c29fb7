/** The merchant's account at the pretend Payvalida. */
export interface PayvalidaAccount {
  /** `merchant` of every request; at most 50 characters. */
  readonly merchant: string;
  /** FIXED_HASH: what the merchant's own checksums end in. */
  readonly fixedHash: string;
  /** FIXED_HASH_NOTIFICACION: what the checksums of notifications end in. */
  readonly notificationHash: string;
  /** Where the account is told: Payvalida keeps it with the account, requests do not name it. Null tells nobody. */
  readonly notificationUrl: string | null;
}
