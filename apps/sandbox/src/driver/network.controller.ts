import type { FastifyInstance } from 'fastify';
import { NetworkDesk, type TillOutcome } from '../payvalida/network/network-desk.js';
import {
  consultSchema,
  networkReverseSchema,
  registerSchema,
} from '../payvalida/network/network-request.schema.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { parseRequest } from './parse-request.js';

/** The tills of Payvalida's networks, which ask the host under test. */
export function registerNetwork(app: FastifyInstance, { providers, now }: SandboxWorld): void {
  const desk = () => new NetworkDesk(providers.of('payvalida').collector, now);

  app.post('/payvalida/network/consult', ({ body }) =>
    desk().consult(parseRequest(consultSchema, body)),
  );

  app.post('/payvalida/network/register', async ({ body }) =>
    outcomeView(await desk().register(parseRequest(registerSchema, body))),
  );

  app.post('/payvalida/network/reverse', async ({ body }) =>
    outcomeView(await desk().reverse(parseRequest(networkReverseSchema, body))),
  );
}

function outcomeView({ payment, steps }: TillOutcome): object {
  const { id, reference, amount, state } = payment;
  return { transaction: id, reference, amount: Number(amount.minor), state, steps };
}
