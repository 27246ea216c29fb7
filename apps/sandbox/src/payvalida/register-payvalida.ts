import type { FastifyError, FastifyInstance } from 'fastify';
import { registerSettlements } from '../settlements/settlements.controller.js';
import { registerOrders } from './orders.controller.js';
import type { PayvalidaWorld } from './payvalida-world.js';
import { REFUSALS } from './refusal.js';

/** The API of Payvalida under one path; what it refuses is in its own shape. */
export function registerPayvalida(app: FastifyInstance, world: PayvalidaWorld): void {
  app.setErrorHandler((error: FastifyError, _request, reply) =>
    reply
      .status(error.statusCode ?? 500)
      .send({ CODE: '0009', DESC: REFUSALS['0009'], DATA: null }),
  );
  registerOrders(app, world);
  registerSettlements(app, 'payvalida', world.settlements);
}
