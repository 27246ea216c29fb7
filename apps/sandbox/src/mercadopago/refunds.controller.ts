import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Transaction } from '../collections/collection.js';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { letIn } from './let-in.js';
import type { MercadopagoWorld } from './mercadopago-world.js';
import { notFound, refused } from './refusal.js';
import { refundAnswers } from './refund-answer.js';
import { refundDetailsSchema } from './refund-details.schema.js';
import { decideRefund } from './refund-request.js';
import { paymentOf } from './shown-payment.js';

interface RefundParams {
  readonly id: string;
  readonly refund?: string;
}

type RefundRequest = FastifyRequest<{ Params: RefundParams }>;

/** Refunds of a payment: made, listed and read. Making one counts as the operation `cancel`. */
export function registerRefunds(app: FastifyInstance, world: MercadopagoWorld): void {
  const path = '/v1/payments/:id/refunds';

  app.post<{ Params: RefundParams }>(path, (request, reply) =>
    answerWithFaults(world, reply, {
      protocol: 'mercadopago',
      operation: 'cancel',
      execute: letIn(world.account, request, () => refund(world, request)),
      refusal: () => refused(2063),
    }),
  );

  // The npm client lists with a slash at the end.
  for (const listed of [path, `${path}/`, `${path}/:refund`]) {
    app.get<{ Params: RefundParams }>(listed, (request, reply) =>
      answerWithFaults(world, reply, {
        protocol: 'mercadopago',
        operation: 'status',
        execute: letIn(world.account, request, () => read(world, request.params)),
        refusal: () => refused(1),
      }),
    );
  }
}

/**
 * Gives money back, once for each key of a payment.
 *
 * @source measured by an integrator in 2026: without a key nothing else is looked at, and a key that is
 *   repeated gets 200 without the refund. That the body is `{}` then is ours
 */
function refund(world: MercadopagoWorld, request: RefundRequest): Answer {
  const key = request.headers['x-idempotency-key'];
  if (typeof key !== 'string' || key === '') return refused(4292);
  const payment = paymentOf(world, request.params.id);
  if (payment === undefined) return notFound();
  if (isKnown(payment, key)) return { status: 200, body: {} };
  const decision = decideRefund(payment, request.body, world.now());
  if (decision.kind === 'refused') return refused(decision.code);
  const details = { idempotencyKey: key };
  const { transaction } = world.collector.refund(payment, decision.amount, details);
  return { status: 201, body: refundAnswers(transaction, world.account).at(-1) ?? {} };
}

function isKnown({ refunds }: Transaction, key: string): boolean {
  return refunds.some(({ details }) => refundDetailsSchema.parse(details).idempotencyKey === key);
}

function read(world: MercadopagoWorld, params: RefundParams): Answer {
  const payment = paymentOf(world, params.id);
  if (payment === undefined) return notFound();
  const refunds = refundAnswers(payment, world.account);
  if (params.refund === undefined) return { status: 200, body: refunds };
  const one = refunds.find(({ id }) => String(id) === params.refund);
  return one === undefined ? notFound(2032) : { status: 200, body: one };
}
