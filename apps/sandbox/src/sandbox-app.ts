import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { registerCalls } from './driver/calls.controller.js';
import { registerCallbacks } from './driver/callbacks.controller.js';
import { registerFaults } from './driver/faults.controller.js';
import { registerJournal } from './driver/journal.controller.js';
import { registerNetwork } from './driver/network.controller.js';
import { registerPse } from './driver/pse.controller.js';
import { registerSettlementOffice } from './driver/settlements.controller.js';
import { registerTill } from './driver/till.controller.js';
import { DriverError } from './errors.js';
import { registerPages } from './pages/pages.controller.js';
import { PROTOCOLS } from './protocols.js';
import type { SandboxWorld } from './sandbox-world.js';

/** Larger than any request that a provider path or the driver takes. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** Where everything is, told to whoever asks for something else. */
const PATHS = [
  'GET /',
  'POST /sandbox/till/pay',
  'POST /sandbox/till/stray',
  'POST /sandbox/till/reverse',
  'POST /sandbox/till/expire',
  'GET /sandbox/till/vouchers',
  'GET|POST|DELETE /sandbox/faults',
  'GET|DELETE /sandbox/calls',
  'GET|POST /sandbox/callbacks',
  'POST /sandbox/callbacks/flush',
  'POST /sandbox/callbacks/forge',
  'POST /sandbox/pse/<session>/approve|reject|abandon',
  'GET /bank/<session>',
  'POST /sandbox/payvalida/network/consult',
  'POST /sandbox/payvalida/network/register',
  'POST /sandbox/payvalida/network/reverse',
  'GET /sandbox/journal',
  'GET|POST /sandbox/settlements/<protocol>',
  ...PROTOCOLS.map((protocol) => `/${protocol}/… (the paths of the provider)`),
];

/** The HTTP side of the sandbox: the provider's paths, the driver's, and the pages. */
export function createApp(world: SandboxWorld, log: (line: object) => void): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, bodyLimit: BODY_LIMIT_BYTES });
  readJsonBodies(app);
  refuseOtherSites(app);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500 && refusal.code === 'INTERNAL') {
      log({ event: 'failure', url: request.url, error: error.stack });
    }
    return send(reply, refusal);
  });
  app.setNotFoundHandler((_request, reply) =>
    send(reply, new DriverError('UNKNOWN_PATH', { validValues: PATHS })),
  );
  for (const provider of world.providers.all) {
    const prefix = `/${provider.protocol}`;
    app.register(async (scope) => provider.register(scope), { prefix });
  }
  app.register(async (scope) => registerDriver(scope, world), { prefix: '/sandbox' });
  app.register(async (scope) => registerPages(scope, world));
  return app;
}

function registerDriver(app: FastifyInstance, world: SandboxWorld): void {
  registerTill(app, world);
  registerFaults(app, world);
  registerCalls(app, world);
  registerCallbacks(app, world);
  registerJournal(app, world);
  registerSettlementOffice(app, world);
  registerPse(app, world);
  registerNetwork(app, world);
}

/** Bodies also come with GET, and a JSON type also comes without a body: the SDKs do both. */
function readJsonBodies(app: FastifyInstance): void {
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) =>
      body.trim() === '' ? done(null, undefined) : parse(request, body, done),
  );
}

/** Browsers say where a request comes from; a page of another site must not drive the sandbox. */
function refuseOtherSites(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const from = request.headers['sec-fetch-site'];
    const isForeign = from === 'cross-site' || from === 'same-site';
    if (isForeign && request.method !== 'GET') throw new DriverError('FORBIDDEN_ORIGIN');
  });
}

function refusalOf(error: FastifyError): DriverError {
  if (error instanceof DriverError) return error;
  const isTheirs = error.statusCode !== undefined && error.statusCode < 500;
  return new DriverError(isTheirs ? 'INVALID_REQUEST' : 'INTERNAL', { detail: error.message });
}

function send(reply: FastifyReply, refusal: DriverError): FastifyReply {
  return reply.status(refusal.status).send(refusal.body());
}
