import { fileURLToPath } from 'node:url';
import { PAYU_ACCOUNT, payuAt } from '@cauce/provider-payu/contract';
import { PSE_AVANZA_ACCOUNT, pseAvanzaAt } from '@cauce/provider-pse-avanza/contract';
import { startSandbox, type RunningSandbox } from '@cauce/sandbox';
import { freePort } from '@cauce/testing';

/** Short schedules, so that stories about waiting do not wait. */
const IMPATIENT = {
  CAUCE_RESOLVE_SCHEDULE_SECONDS: '0.2,0.2,0.3,0.5,1',
  CAUCE_POLL_SCHEDULE_SECONDS: '0.5,0.5,1',
  CAUCE_SETTLEMENT_POLL_SECONDS: '0.5',
  CAUCE_REMATCH_DELAY_SECONDS: '0.2',
  CAUCE_UNMATCHED_AFTER_SECONDS: '0.5',
  CAUCE_CALLBACK_RETRY_SECONDS: '0.5,0.5,1,1,2,5,10',
  // Stories tell which route comes first.
  CAUCE_ROUTING_RULES_FILE: fileURLToPath(
    new URL('../apps/cauce/development-rules.json', import.meta.url),
  ),
  // Stories are about one route, unless they say otherwise.
  CAUCE_EFECTY_PROTOCOLS: 'epayco',
  CAUCE_PSE_PROTOCOLS: 'mercadopago',
  CAUCE_PAYU_TIMEOUT_SECONDS: '1.5',
  CAUCE_PAYU_VISIBILITY_SECONDS: '1',
  CAUCE_PSE_AVANZA_TIMEOUT_SECONDS: '1.5',
  CAUCE_PAYVALIDA_TIMEOUT_SECONDS: '1.5',
  CAUCE_PAYVALIDA_VISIBILITY_SECONDS: '1',
  CAUCE_MERCADOPAGO_TIMEOUT_SECONDS: '1.5',
  CAUCE_MERCADOPAGO_VISIBILITY_SECONDS: '1',
  CAUCE_EPAYCO_TIMEOUT_SECONDS: '1.5',
  CAUCE_EPAYCO_VISIBILITY_SECONDS: '1',
  CAUCE_LOG_LEVEL: 'warn',
};

/** Rails that have an account at Payvalida. */
const PAYVALIDA_RAILS = ['efecty', 'baloto', 'puntored'];

/**
 * Starts the providers of a story in the test itself, so that their journal outlives every kill.
 *
 * @param publicUrl where the system will listen, which Payvalida has to know before any order
 */
export async function startStorySandbox(
  dataDir: string,
  publicUrl: string,
): Promise<{ sandbox: RunningSandbox; variables: Record<string, string> }> {
  const epayco = {
    publicKey: '0d6a1c1f5e3b4a6f9c8d7e6f5a4b3c2d',
    privateKey: '268c8e0162990cf2ce97fa7ade2eff5a',
    customerId: '12345',
    pKey: '7f6e5d4c3b2a19080f1e2d3c4b5a6978',
  };
  const mercadopago = {
    accessToken: 'TEST-5f6e7d8c9b0a1f2e3d4c',
    webhookSecret: 'whsecret-of-nobody',
    collectorId: 700_123_456,
  };
  const payvalida = PAYVALIDA_RAILS.map((rail) => payvalidaAccount(rail, publicUrl));
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: await freePort(),
    dataDir,
    epayco,
    mercadopago,
    payvalida: Object.fromEntries(payvalida.map(({ merchant, account }) => [merchant, account])),
    payu: PAYU_ACCOUNT,
    pseAvanza: PSE_AVANZA_ACCOUNT,
    expiry: { minimumMs: 1_000 },
    callbackRetryDelaysMs: [500, 1_000, 2_000, 5_000],
  });
  const variables = {
    ...IMPATIENT,
    ...Object.assign({}, ...payvalida.map(({ variables }) => variables)),
    ...payuAt(sandbox.url),
    ...pseAvanzaAt(sandbox.url),
    CAUCE_DEVELOPMENT: 'true',
    CAUCE_SANDBOX: 'false',
    CAUCE_SANDBOX_URL: sandbox.url,
    CAUCE_EPAYCO_PUBLIC_KEY: epayco.publicKey,
    CAUCE_EPAYCO_PRIVATE_KEY: epayco.privateKey,
    CAUCE_EPAYCO_CUSTOMER_ID: epayco.customerId,
    CAUCE_EPAYCO_P_KEY: epayco.pKey,
    CAUCE_MERCADOPAGO_ACCESS_TOKEN: mercadopago.accessToken,
    CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: mercadopago.webhookSecret,
    CAUCE_MERCADOPAGO_COLLECTOR_ID: String(mercadopago.collectorId),
  };
  return { sandbox, variables };
}

/** The account of a rail at Payvalida, which keeps one address for each; and what the rail knows of it. */
function payvalidaAccount(rail: string, publicUrl: string) {
  const merchant = `story-${rail}`;
  const account = {
    notificationUrl: `${publicUrl}/callbacks/${rail}.payvalida`,
    fixedHash: `FIXED5f6e7d8c-${rail}`,
    notificationHash: `NOTIF9b0a1f2e-${rail}`,
  };
  const prefix = `CAUCE_${rail.toUpperCase()}_PAYVALIDA`;
  const variables = {
    [`${prefix}_MERCHANT`]: merchant,
    [`${prefix}_FIXED_HASH`]: account.fixedHash,
    [`${prefix}_NOTIFICATION_HASH`]: account.notificationHash,
  };
  return { merchant, account, variables };
}
