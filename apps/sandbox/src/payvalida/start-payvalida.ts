import { Confirmations } from '../callbacks/confirmations.js';
import { Collector } from '../collections/collector.js';
import type { PretendProvider } from '../pretend-provider.js';
import type { ProviderParts } from '../provider-parts.js';
import type { PayvalidaMerchants } from './account.js';
import { METHODS } from './methods.js';
import { payvalidaNotification } from './notification.js';
import { registerPayvalida } from './register-payvalida.js';

const PROTOCOL = 'payvalida';

/** Numbers of orders have eight digits and follow the clock, so that none is given out again. */
const FLOOR = 10_000_000;
const SPAN = 80_000_000;
const SECOND_MS = 1_000;

/**
 * The pretend Payvalida. An order with an amount is the fixed kind of what its tills are told: that they take
 * exactly that, and once, is ours.
 *
 * @source docs.payvalida.com, api-recaudos-redes: kinds of references, open, fixed and suggested
 */
export function startPayvalida(
  merchants: PayvalidaMerchants,
  parts: ProviderParts,
): PretendProvider {
  const { now, journal } = parts;
  const confirmations = new Confirmations({
    ...parts.delivery,
    now,
    write: (transaction, forgery) => payvalidaNotification(transaction, merchants, forgery),
  });
  const collector = new Collector({
    protocol: PROTOCOL,
    journal,
    now,
    numbers: {
      first: (at) => FLOOR + (Math.floor(at.getTime() / SECOND_MS) % SPAN),
      codeOf: (id, network) => (network === 'pse' ? `${id}` : `98${id}`),
    },
    takesOnlyWhatIsDue: true,
    onChange: (transaction) => confirmations.announce(transaction),
  });
  const world = { ...parts, merchants, collector, confirmations };
  return {
    protocol: PROTOCOL,
    // What its tills took at a host's word is reported as a network of its own.
    networks: [...METHODS, 'collect'],
    operations: ['issue', 'status', 'cancel'],
    collector,
    confirmations,
    register: (app) => registerPayvalida(app, world),
  };
}
