/** An entity at the pretend ACH Colombia. */
export interface PseAvanzaAccount {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Seals messages; 32 bytes in hexadecimal. */
  readonly key: string;
  /** Initialization vector that goes with it; 12 or 16 bytes in hexadecimal. */
  readonly iv: string;
  readonly entityCode: string;
  readonly serviceCode: string;
}
