import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import type { EpaycoWorld } from './epayco-world.js';
import { sameSecret } from '../same-secret.js';
import { plainNumber } from './plain-number.js';
import { restpagosRefusal } from './restpagos-refusal.js';
import { statusAnswer, statusRefusal } from './status-answer.js';
import { transactionFields } from './transaction-fields.js';

/** The SDK writes `&&` between the two, and sends a JSON body that says nothing new. */
const querySchema = z.object({ ref_payco: z.string(), public_key: z.string() });

/** `GET /restpagos/transaction/response.json`: the state of one transaction. */
export function registerStatus(app: FastifyInstance, world: EpaycoWorld): void {
  app.get('/restpagos/transaction/response.json', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol: 'epayco',
      operation: 'status',
      execute: () => status(world, request),
      refusal: () => ({ status: 200, body: statusRefusal('No se pudo consultar la transacción') }),
    }),
  );
}

function status(world: EpaycoWorld, request: FastifyRequest): Answer {
  if (!world.tokens.accepts(request.headers.authorization, 'restpagos')) return restpagosRefusal();
  const query = querySchema.safeParse(request.query);
  if (!query.success || !sameSecret(query.data.public_key, world.account.publicKey)) {
    return { status: 200, body: statusRefusal() };
  }
  const refPayco = plainNumber(query.data.ref_payco, world.account.privateKey);
  world.collector.expireDue();
  const transaction =
    refPayco === null ? undefined : world.collector.book.transaction(Number(refPayco));
  if (transaction === undefined) return { status: 200, body: statusRefusal() };
  return { status: 200, body: statusAnswer(transactionFields(transaction, world.account)) };
}
