/** The merchant's account at the pretend ePayco. */
export interface EpaycoAccount {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly customerId: string;
  /** `P_KEY` of the dashboard; it signs confirmations and is not the private key. */
  readonly pKey: string;
}
