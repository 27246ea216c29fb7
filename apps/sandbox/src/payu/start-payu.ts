import type { FastifyError } from 'fastify';
import { Confirmations } from '../callbacks/confirmations.js';
import { Collector } from '../collections/collector.js';
import type { PretendProvider } from '../pretend-provider.js';
import type { ProviderParts } from '../provider-parts.js';
import { registerSettlements } from '../settlements/settlements.controller.js';
import type { PayuAccount } from './account.js';
import { METHOD_NAMES, METHODS } from './methods.js';
import { orderDetailsSchema } from './order-details.schema.js';
import { registerPayments } from './payments.controller.js';
import { payuConfirmation } from './payu-confirmation.js';
import { registerReports } from './reports.controller.js';

const PROTOCOL = 'payu';

/** Numbers of orders have ten digits and follow the clock, so that none is given out again. */
const FLOOR = 1_000_000_000;
const SPAN = 8_000_000_000;
const TENTH_MS = 100;

/** The pretend PayU. */
export function startPayu(account: PayuAccount, parts: ProviderParts): PretendProvider {
  const { now, journal } = parts;
  const confirmations = new Confirmations({
    ...parts.delivery,
    now,
    write: (transaction, forgery) => payuConfirmation(transaction, account, forgery),
  });
  const collector = new Collector({
    protocol: PROTOCOL,
    journal,
    now,
    numbers: {
      first: (at) => FLOOR + (Math.floor(at.getTime() / TENTH_MS) % SPAN),
      codeOf: String,
    },
    onChange: (transaction) => confirmations.announce(transaction),
  });
  const world = { ...parts, account, collector, confirmations };
  return {
    protocol: PROTOCOL,
    networks: METHOD_NAMES.map((name) => METHODS[name].network),
    operations: ['issue', 'status', 'banks'],
    collector,
    confirmations,
    returnUrlOf: ({ details }) => orderDetailsSchema.parse(details).responseUrl,
    register: (app) => {
      app.setErrorHandler((error: FastifyError, _request, reply) =>
        reply
          .status(error.statusCode ?? 500)
          .send({ code: 'ERROR', error: error.message, result: null }),
      );
      registerPayments(app, world);
      registerReports(app, world);
      registerSettlements(app, PROTOCOL, parts.settlements);
    },
  };
}
