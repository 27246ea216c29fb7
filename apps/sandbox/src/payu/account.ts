/** The merchant's account at the pretend PayU. */
export interface PayuAccount {
  /** Number of the merchant, which signatures name. */
  readonly merchantId: string;
  /** Number of the merchant's account for Colombia. */
  readonly accountId: string;
  readonly apiLogin: string;
  /** Lets requests in, and signs them and confirmations. */
  readonly apiKey: string;
}
