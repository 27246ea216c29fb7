import type { DevelopmentSecrets } from './development-keys.js';

/** Variables that point connectors at their accounts in a sandbox, by the names that they have for real. */
export function sandboxAccounts(
  { epayco, mercadopago }: DevelopmentSecrets,
  sandboxUrl: string,
): Record<string, string> {
  return {
    CAUCE_EPAYCO_PUBLIC_KEY: epayco.publicKey,
    CAUCE_EPAYCO_PRIVATE_KEY: epayco.privateKey,
    CAUCE_EPAYCO_CUSTOMER_ID: epayco.customerId,
    CAUCE_EPAYCO_P_KEY: epayco.pKey,
    CAUCE_EPAYCO_API_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_SECURE_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_APIFY_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_SETTLEMENTS_URL: `${sandboxUrl}/epayco/settlements`,
    CAUCE_EPAYCO_TEST: 'true',
    CAUCE_MERCADOPAGO_ACCESS_TOKEN: mercadopago.accessToken,
    CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: mercadopago.webhookSecret,
    CAUCE_MERCADOPAGO_COLLECTOR_ID: String(mercadopago.collectorId),
    CAUCE_MERCADOPAGO_API_URL: `${sandboxUrl}/mercadopago`,
    CAUCE_MERCADOPAGO_TEST: 'true',
    CAUCE_MERCADOPAGO_PAYER_ADDRESS: '11001|Calle 72|10-07|Chapinero|Bogotá',
  };
}
