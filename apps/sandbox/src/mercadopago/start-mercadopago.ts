import { Confirmations } from '../callbacks/confirmations.js';
import { Collector } from '../collections/collector.js';
import type { PretendProvider } from '../pretend-provider.js';
import type { ProviderParts } from '../provider-parts.js';
import type { MercadopagoAccount } from './account.js';
import { KnownKeys } from './known-keys.js';
import { mercadopagoWebhook } from './mercadopago-webhook.js';
import { METHOD_NAMES } from './methods.js';
import { paymentDetailsSchema } from './payment-details.schema.js';
import { registerMercadopago } from './register-mercadopago.js';

const PROTOCOL = 'mercadopago';

/** Numbers of payments have eleven digits and follow the clock, so that none is given out again. */
const FLOOR = 70_000_000_000;
const SPAN = 20_000_000_000;
const TENTH_MS = 100;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * After how long a webhook that was not answered with 2xx is sent again: 15 and 30 minutes, 6, 48 and 96
 * hours after the first one.
 *
 * @source mercadopago.com, after receiving a notification; the page for Brazil has 5 and 45 minutes
 */
export const MERCADOPAGO_RETRY_DELAYS_MS = [
  15 * MINUTE_MS,
  15 * MINUTE_MS,
  5.5 * HOUR_MS,
  42 * HOUR_MS,
  48 * HOUR_MS,
];

/** The pretend Mercado Pago. */
export function startMercadopago(
  account: MercadopagoAccount,
  parts: ProviderParts,
): PretendProvider {
  const { now, journal } = parts;
  const confirmations = new Confirmations({
    ...parts.delivery,
    now,
    write: (transaction, forgery) => mercadopagoWebhook(transaction, account, forgery),
  });
  const collector = new Collector({
    protocol: PROTOCOL,
    journal,
    now,
    numbers: {
      first: (at) => FLOOR + (Math.floor(at.getTime() / TENTH_MS) % SPAN),
      codeOf: (id, network) => (network === 'pse' ? `${id}` : `99${id}`),
    },
    onChange: (transaction) => confirmations.announce(transaction),
  });
  const keys = new KnownKeys(collector.book);
  const world = { ...parts, account, collector, confirmations, keys };
  return {
    protocol: PROTOCOL,
    networks: METHOD_NAMES,
    operations: ['issue', 'status', 'search', 'cancel', 'banks'],
    collector,
    confirmations,
    returnUrlOf: ({ details }) => paymentDetailsSchema.parse(details).callbackUrl,
    register: (app) => registerMercadopago(app, world),
  };
}
