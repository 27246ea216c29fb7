import type { FastifyInstance, FastifyRequest } from 'fastify';
import { confirmIssued } from '../callbacks/confirm-issued.js';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import type { EpaycoWorld } from './epayco-world.js';
import { sameSecret } from '../same-secret.js';
import { cashAnswer, cashRefusal, fieldError } from './cash-answer.js';
import { issueOnce } from './issue-once.js';
import { isCashNetwork, type CashNetwork } from './cash-network.js';
import { cashRequestSchema } from './cash-request.schema.js';
import { restpagosRefusal } from './restpagos-refusal.js';

/** `POST /restpagos/v2/efectivo/{network}`: a voucher. */
export function registerCash(app: FastifyInstance, world: EpaycoWorld): void {
  app.post<{ Params: { network: string } }>('/restpagos/v2/efectivo/:network', (request, reply) => {
    const { network } = request.params;
    if (!isCashNetwork(network)) return reply.callNotFound();
    return answerWithFaults(world, reply, {
      protocol: 'epayco',
      operation: 'issue',
      execute: () => issue(world, network, request),
      refusal: () => refused('valor', 'A002'),
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
  if (!parsed.success) {
    const errors = parsed.error.issues.map((one) => fieldError(one.path.join('.'), one.message));
    return { status: 200, body: cashRefusal(errors) };
  }
  if (!sameSecret(parsed.data.publicKey, world.account.publicKey)) {
    return refused('public_key', 'A002');
  }
  const issuing = issueOnce(world.collector, network, parsed.data, {
    now: world.now(),
    expiry: world.expiry,
  });
  if (issuing.kind === 'refused') {
    return { status: 200, body: cashRefusal([{ code: 'A002', message: issuing.reason }]) };
  }
  if (issuing.kind === 'conflict') return refused('factura', 'A002');
  if (issuing.kind === 'issued') await confirmIssued(world, issuing.transaction);
  return answered(world, issuing.transaction.id);
}

/** Reads the transaction again: it may have been paid while its confirmation was under way. */
function answered({ collector }: EpaycoWorld, id: number): Answer {
  const transaction = collector.transaction(id);
  const voucher = collector.book.voucher(transaction.code ?? '');
  if (voucher === undefined) return restpagosRefusal();
  return { status: 200, body: cashAnswer(voucher, transaction) };
}

function refused(field: string, code: string): Answer {
  return { status: 200, body: cashRefusal([fieldError(field, code)]) };
}
