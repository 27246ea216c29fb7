import type { FastifyError, FastifyInstance } from 'fastify';
import { answerWithFaults } from '../faults/answer-with-faults.js';
import { registerSettlements } from '../settlements/settlements.controller.js';
import { letIn } from './let-in.js';
import type { MercadopagoWorld } from './mercadopago-world.js';
import { methodsAnswer } from './methods.js';
import { registerPayments } from './payments.controller.js';
import { registerRefunds } from './refunds.controller.js';
import { refused } from './refusal.js';
import { registerSearch } from './search.controller.js';

/** The API of Mercado Pago under one path; what it refuses is in its own shape. */
export function registerMercadopago(app: FastifyInstance, world: MercadopagoWorld): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { statusCode: status = 500, message } = error;
    const name = status < 500 ? 'bad_request' : 'internal_error';
    return reply.status(status).send({ message, error: name, status, cause: [] });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({ message: 'resource not found', error: 'not_found', status: 404 }),
  );
  registerSearch(app, world);
  registerPayments(app, world);
  registerRefunds(app, world);
  app.get('/v1/payment_methods', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol: 'mercadopago',
      operation: 'banks',
      execute: letIn(world.account, request, () => ({ status: 200, body: methodsAnswer() })),
      refusal: () => refused(1),
    }),
  );
  registerSettlements(app, 'mercadopago', world.settlements);
}
