/** The merchant's account at the pretend Mercado Pago. */
export interface MercadopagoAccount {
  /** Test tokens begin with `TEST-`, live ones with `APP_USR-`. */
  readonly accessToken: string;
  /** Signs webhooks; from the application's page. */
  readonly webhookSecret: string;
  /** `collector_id` of its payments, `user_id` of its webhooks. */
  readonly collectorId: number;
}
