import type { FastifyInstance, FastifyRequest } from 'fastify';
import { confirmIssued } from '../callbacks/confirm-issued.js';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { letIn } from './let-in.js';
import type { MercadopagoWorld } from './mercadopago-world.js';
import { orderOf } from './order-of.js';
import { parsePaymentBody } from './payment-request.schema.js';
import { notFound, refused } from './refusal.js';
import { paymentOf, shownPayment } from './shown-payment.js';

interface IdParams {
  readonly id: string;
}

/** Creates, reads and cancels payments. */
export function registerPayments(app: FastifyInstance, world: MercadopagoWorld): void {
  const protocol = 'mercadopago';

  app.post('/v1/payments', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'issue',
      execute: letIn(world.account, request, () => create(world, request)),
      refusal: () => refused(4037),
    }),
  );

  app.get<{ Params: IdParams }>('/v1/payments/:id', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'status',
      execute: letIn(world.account, request, () => {
        const payment = paymentOf(world, request.params.id);
        if (payment === undefined) return notFound();
        return { status: 200, body: shownPayment(world, payment, request) };
      }),
      refusal: () => refused(1),
    }),
  );

  app.put<{ Params: IdParams }>('/v1/payments/:id', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'cancel',
      execute: letIn(world.account, request, () => cancel(world, request)),
      refusal: () => refused(2018),
    }),
  );
}

/** A key that has made a payment answers with it, whatever else is asked for. */
async function create(world: MercadopagoWorld, request: FastifyRequest): Promise<Answer> {
  const key = request.headers['x-idempotency-key'];
  if (typeof key !== 'string' || key === '') return refused(4292);
  world.collector.expireDue();
  const known = world.keys.paymentOf(key);
  if (known !== undefined) return { status: 201, body: shownPayment(world, known, request) };
  const parsed = parsePaymentBody(request.body, world.now());
  if ('code' in parsed) return refused(parsed.code, parsed.field);
  const issued = world.collector.issue(orderOf(parsed.body, key, world.now()));
  world.keys.remember(issued);
  await confirmIssued(world, issued);
  return { status: 201, body: shownPayment(world, issued, request) };
}

/** Cancelling is the only change of state that a merchant may ask for. */
function cancel(world: MercadopagoWorld, request: FastifyRequest<{ Params: IdParams }>): Answer {
  const payment = paymentOf(world, request.params.id);
  if (payment === undefined) return notFound();
  const status = statusIn(request.body);
  if (status === null) return refused(4017);
  if (status !== 'cancelled') return refused(2016);
  if (payment.state !== 'pending') return refused(2018);
  const { transaction } = world.collector.end('cancelled', payment);
  return { status: 200, body: shownPayment(world, transaction, request) };
}

function statusIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'status' in body ? body.status : null;
}
