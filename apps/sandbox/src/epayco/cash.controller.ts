import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { cashAnswer } from './cash-answer.js';
import { isCashNetwork, type CashNetwork } from './cash-network.js';
import { cashRequestSchema } from './cash-request.schema.js';
import type { EpaycoWorld } from './epayco-world.js';
import { fieldProblem, problemsOf, requestRefusal } from './request-refusal.js';
import { restpagosRefusal } from './restpagos-refusal.js';
import { takeRequest } from './take-request.js';

/** `POST /restpagos/v2/efectivo/{network}`: a voucher. */
export function registerCash(app: FastifyInstance, world: EpaycoWorld): void {
  app.post<{ Params: { network: string } }>('/restpagos/v2/efectivo/:network', (request, reply) => {
    const { network } = request.params;
    if (!isCashNetwork(network)) return reply.callNotFound();
    return answerWithFaults(world, reply, {
      protocol: 'epayco',
      operation: 'issue',
      execute: () => issue(world, network, request),
      refusal: () => requestRefusal([fieldProblem('valor', 'A002')]),
    });
  });
}

async function issue(
  world: EpaycoWorld,
  network: CashNetwork,
  request: FastifyRequest,
): Promise<Answer> {
  if (!world.tokens.accepts(request.headers.authorization, 'restpagos')) return restpagosRefusal();
  const parsed = cashRequestSchema.safeParse(request.body ?? {});
  if (!parsed.success) return requestRefusal(problemsOf(parsed.error));
  const taking = await takeRequest(world, network, parsed.data);
  if (taking.kind === 'refused') return requestRefusal(taking.problems);
  return { status: 200, body: cashAnswer(network, taking.voucher, taking.transaction) };
}
