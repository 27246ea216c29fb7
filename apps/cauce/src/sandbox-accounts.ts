import { join } from 'node:path';
import type { SandboxOptions } from '@cauce/sandbox';
import type { DevelopmentSecrets } from './development-keys.js';

/** Rails that have a merchant at the pretend Payvalida. */
const PAYVALIDA_RAILS = ['efecty', 'baloto', 'puntored'] as const;

/** Rules of a new database in development. */
const DEVELOPMENT_RULES = join(import.meta.dirname, '..', 'development-rules.json');

/** Terms of the sandbox's counters, which never close: without them nights would be polled as nights are. */
const DEVELOPMENT_TERMS = join(import.meta.dirname, '..', 'development-terms.json');

const merchantOf = (rail: string) => `cauce-${rail}`;

/** Accounts at pretend providers that a sandbox is given here alone. */
export function ownAccounts(
  secrets: DevelopmentSecrets,
  publicUrl: string,
): Required<Pick<SandboxOptions, 'payvalida' | 'payu' | 'pseAvanza'>> {
  const { payu, pseAvanza } = secrets;
  return { payvalida: payvalidaAt(secrets, publicUrl), payu, pseAvanza };
}

/** The merchants at the pretend Payvalida, each told where its rail listens. */
function payvalidaAt(
  { payvalida }: DevelopmentSecrets,
  publicUrl: string,
): NonNullable<SandboxOptions['payvalida']> {
  const merchants = PAYVALIDA_RAILS.map((rail) => [
    merchantOf(rail),
    { ...payvalida, notificationUrl: `${publicUrl}/callbacks/${rail}.payvalida` },
  ]);
  return Object.fromEntries(merchants);
}

/** Variables that point connectors at their accounts in a sandbox, by the names that they have for real, and suit it. */
export function sandboxAccounts(
  { epayco, mercadopago, payvalida, payu, pseAvanza }: DevelopmentSecrets,
  sandboxUrl: string,
): Record<string, string> {
  const merchants = PAYVALIDA_RAILS.flatMap((rail) => {
    const prefix = `CAUCE_${rail.toUpperCase()}_PAYVALIDA`;
    return [
      [`${prefix}_MERCHANT`, merchantOf(rail)],
      [`${prefix}_FIXED_HASH`, payvalida.fixedHash],
      [`${prefix}_NOTIFICATION_HASH`, payvalida.notificationHash],
      [`${prefix}_METHOD`, rail],
    ] as const;
  });
  return {
    ...Object.fromEntries(merchants),
    // Whoever has the sandbox write a file waits for it.
    CAUCE_SETTLEMENT_POLL_SECONDS: '10',
    CAUCE_POLL_SCHEDULE_SECONDS: '5,10,15,30,60,300,600,1800,7200',
    CAUCE_ROUTING_RULES_FILE: DEVELOPMENT_RULES,
    CAUCE_ROUTE_TERMS_FILE: DEVELOPMENT_TERMS,
    CAUCE_PAYVALIDA_API_URL: `${sandboxUrl}/payvalida`,
    CAUCE_PAYVALIDA_DELETES_ORDERS: 'true',
    CAUCE_EPAYCO_PUBLIC_KEY: epayco.publicKey,
    CAUCE_EPAYCO_PRIVATE_KEY: epayco.privateKey,
    CAUCE_EPAYCO_CUSTOMER_ID: epayco.customerId,
    CAUCE_EPAYCO_P_KEY: epayco.pKey,
    CAUCE_EPAYCO_API_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_SECURE_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_APIFY_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_TRANSACTIONS_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_TRANSACTIONS_LOGIN_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_SETTLEMENTS_URL: `${sandboxUrl}/epayco/settlements`,
    CAUCE_EPAYCO_TEST: 'true',
    CAUCE_MERCADOPAGO_ACCESS_TOKEN: mercadopago.accessToken,
    CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: mercadopago.webhookSecret,
    CAUCE_MERCADOPAGO_COLLECTOR_ID: String(mercadopago.collectorId),
    CAUCE_MERCADOPAGO_API_URL: `${sandboxUrl}/mercadopago`,
    CAUCE_MERCADOPAGO_TEST: 'true',
    CAUCE_MERCADOPAGO_PAYER_ADDRESS: '11001|Calle 72|10-07|Chapinero|Bogotá',
    CAUCE_PAYU_API_LOGIN: payu.apiLogin,
    CAUCE_PAYU_API_KEY: payu.apiKey,
    CAUCE_PAYU_MERCHANT_ID: payu.merchantId,
    CAUCE_PAYU_ACCOUNT_ID: payu.accountId,
    CAUCE_PAYU_PAYER_ADDRESS: 'Calle 72 # 10-07|Bogotá|Bogotá D.C.|110231|6017563126',
    CAUCE_PAYU_API_URL: `${sandboxUrl}/payu`,
    CAUCE_PAYU_TEST: 'true',
    CAUCE_PSE_AVANZA_CLIENT_ID: pseAvanza.clientId,
    CAUCE_PSE_AVANZA_CLIENT_SECRET: pseAvanza.clientSecret,
    CAUCE_PSE_AVANZA_KEY: pseAvanza.key,
    CAUCE_PSE_AVANZA_IV: pseAvanza.iv,
    CAUCE_PSE_AVANZA_ENTITY_CODE: pseAvanza.entityCode,
    CAUCE_PSE_AVANZA_SERVICE_CODE: pseAvanza.serviceCode,
    CAUCE_PSE_AVANZA_ENTITY_NIT: pseAvanza.entityCode,
    CAUCE_PSE_AVANZA_ENTITY_NAME: 'Tienda de prueba S.A.S.',
    CAUCE_PSE_AVANZA_ENTITY_CIIU: '4772',
    CAUCE_PSE_AVANZA_PAYER_ADDRESS: 'Calle 72 # 10-07',
    CAUCE_PSE_AVANZA_API_URL: `${sandboxUrl}/pse_avanza`,
  };
}
