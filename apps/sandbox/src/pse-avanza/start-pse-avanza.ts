import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { Confirmations } from '../callbacks/confirmations.js';
import { Collector } from '../collections/collector.js';
import type { PretendProvider } from '../pretend-provider.js';
import type { ProviderParts } from '../provider-parts.js';
import { registerSettlements } from '../settlements/settlements.controller.js';
import type { PseAvanzaAccount } from './account.js';
import { BearerTokens } from './bearer-tokens.js';
import { registerCalls } from './calls.controller.js';
import { registerLogIn } from './login.controller.js';
import type { PseAvanzaWorld } from './pse-avanza-world.js';
import { transferDetailsSchema } from './transfer-details.schema.js';

const PROTOCOL = 'pse_avanza';

/** Codes of traceability have ten digits and follow the clock, so that none is given out again. */
const FLOOR = 3_000_000_000;
const SPAN = 6_000_000_000;
const TENTH_MS = 100;

/** The pretend PSE at ACH Colombia, which tells nobody anything: it is asked. */
export function startPseAvanza(account: PseAvanzaAccount, parts: ProviderParts): PretendProvider {
  const { now, journal } = parts;
  const confirmations = new Confirmations({ ...parts.delivery, now, write: () => null });
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
  const world = { ...parts, account, collector, tokens: new BearerTokens(account, now) };
  return {
    protocol: PROTOCOL,
    networks: ['pse'],
    operations: ['login', 'issue', 'status', 'banks'],
    collector,
    confirmations,
    returnUrlOf: ({ details }) => transferDetailsSchema.parse(details).entityUrl,
    register: (app) => {
      registerPaths(app, world);
      registerSettlements(app, PROTOCOL, parts.settlements);
    },
  };
}

/** Messages say that they are JSON, and are not: they stay text. */
function registerPaths(app: FastifyInstance, world: PseAvanzaWorld): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );
  app.register(formbody);
  registerLogIn(app, world);
  registerCalls(app, world);
}
