import type { FastifyError, FastifyInstance } from 'fastify';
import type { EpaycoWorld } from './epayco-world.js';
import { registerSettlements } from '../settlements/settlements.controller.js';
import { registerApiflow } from './apiflow.controller.js';
import { registerCash } from './cash.controller.js';
import { registerLogin } from './login.controller.js';
import { registerPse } from './pse.controller.js';
import { registerStatus } from './status.controller.js';
import { registerTransactions } from './transactions.controller.js';

/** The hosts of ePayco under one path; what they refuse is in their envelope. */
export function registerEpayco(app: FastifyInstance, world: EpaycoWorld): void {
  app.setErrorHandler((error: FastifyError, _request, reply) =>
    reply.status(error.statusCode ?? 500).send(envelope(error.message)),
  );
  app.setNotFoundHandler((_request, reply) => reply.status(404).send(envelope('Not Found')));
  registerLogin(app, world);
  registerCash(app, world);
  registerPse(app, world);
  registerStatus(app, world);
  registerTransactions(app, world);
  registerApiflow(app, world);
  registerSettlements(app, 'epayco', world.settlements);
}

function envelope(text: string): object {
  return {
    success: false,
    title_response: 'Error',
    text_response: text,
    last_action: '',
    data: [],
  };
}
