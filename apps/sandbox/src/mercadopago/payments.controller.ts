import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { confirmIssued } from '../callbacks/confirm-issued.js';
import type { Transaction } from '../collections/collection.js';
import { sameSecret } from '../same-secret.js';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import type { MercadopagoWorld } from './mercadopago-world.js';
import { orderOf } from './order-of.js';
import { paymentAnswer } from './payment-answer.js';
import { paymentBodySchema } from './payment-request.schema.js';
import { CAUSES, notFound, refused, unauthorized, type CauseCode } from './refusal.js';

const searchQuery = z.object({
  external_reference: z.string().optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(30),
});

interface IdParams {
  readonly id: string;
}

/** Creates, reads, finds, cancels and refunds payments. */
export function registerPayments(app: FastifyInstance, world: MercadopagoWorld): void {
  const protocol = 'mercadopago';
  /** Lets in who has the account's token. */
  const guarded = (request: FastifyRequest, execute: () => Answer | Promise<Answer>) => () => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return sameSecret(token, world.account.accessToken) ? execute() : unauthorized();
  };

  app.post('/v1/payments', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'issue',
      execute: guarded(request, () => create(world, request)),
      refusal: () => refused(4037),
    }),
  );

  app.get('/v1/payments/search', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'search',
      execute: guarded(request, () => search(world, request)),
      refusal: () => refused(4000, 'search'),
    }),
  );

  app.get<{ Params: IdParams }>('/v1/payments/:id', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'status',
      execute: guarded(request, () => {
        const found = paymentOf(world, request.params.id);
        return found === undefined ? notFound() : shown(world, found, request);
      }),
      refusal: () => refused(4000, 'id'),
    }),
  );

  app.put<{ Params: IdParams }>('/v1/payments/:id', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'cancel',
      execute: guarded(request, () => cancel(world, request)),
      refusal: () => refused(2018),
    }),
  );

  app.post<{ Params: IdParams }>('/v1/payments/:id/refunds', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'cancel',
      execute: guarded(request, () => refund(world, request)),
      refusal: () => refused(2018),
    }),
  );
}

async function create(world: MercadopagoWorld, request: FastifyRequest): Promise<Answer> {
  const key = request.headers['x-idempotency-key'];
  if (typeof key !== 'string' || key === '') return refused(4292);
  const known = world.keys.paymentOf(key);
  if (known !== undefined) return { ...shown(world, known, request), status: 201 };
  const parsed = paymentBodySchema(world.now()).safeParse(request.body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(causeOf(issue?.message), issue?.path.join('.'));
  }
  const issued = world.collector.issue(orderOf(parsed.data, key, world.now()));
  world.keys.remember(issued);
  await confirmIssued(world, issued);
  const payment = world.collector.transaction(issued.id);
  return { ...shown(world, payment, request), status: 201 };
}

function search(world: MercadopagoWorld, request: FastifyRequest): Answer {
  const parsed = searchQuery.safeParse(request.query);
  if (!parsed.success) return refused(4000, 'paging');
  world.collector.expireDue();
  const { external_reference: reference, offset, limit } = parsed.data;
  const { book } = world.collector;
  const found =
    reference === undefined ? book.allTransactions().reverse() : book.transactionsOf(reference);
  const results = found.slice(offset, offset + limit);
  return {
    status: 200,
    body: {
      paging: { total: found.length, limit, offset },
      results: results.map((one) => shown(world, one, request).body),
    },
  };
}

function cancel(world: MercadopagoWorld, request: FastifyRequest<{ Params: IdParams }>): Answer {
  const found = paymentOf(world, request.params.id);
  if (found === undefined) return notFound();
  const wanted = z.object({ status: z.literal('cancelled') }).safeParse(request.body);
  if (!wanted.success) return refused(4000, 'status');
  if (found.state !== 'pending') return refused(2018);
  return shown(world, world.collector.end('cancelled', found).transaction, request);
}

/** Whole refunds only: parts of a payment are not kept here. */
function refund(world: MercadopagoWorld, request: FastifyRequest<{ Params: IdParams }>): Answer {
  const found = paymentOf(world, request.params.id);
  if (found === undefined) return notFound();
  if (found.state !== 'paid') return refused(2018);
  const amount = Number(found.amount.minor) / 100;
  const asked = z.object({ amount: z.number().optional() }).nullish().safeParse(request.body);
  if (!asked.success || (asked.data?.amount ?? amount) !== amount) return refused(4063);
  world.collector.reverse({ transaction: found.id });
  return {
    status: 201,
    body: { id: found.id + 1, payment_id: found.id, amount, status: 'approved' },
  };
}

function paymentOf({ collector }: MercadopagoWorld, id: string): Transaction | undefined {
  collector.expireDue();
  return /^\d{1,15}$/.test(id) ? collector.book.transaction(Number(id)) : undefined;
}

function shown(
  { collector, account }: MercadopagoWorld,
  payment: Transaction,
  request: FastifyRequest,
): Answer {
  const voucher = collector.book.voucher(payment.code ?? '') ?? null;
  const sandboxUrl = `${request.protocol}://${request.host}`;
  return { status: 200, body: paymentAnswer(payment, voucher, account, sandboxUrl) };
}

function causeOf(message: string | undefined): CauseCode {
  const code = Number(message);
  return Object.hasOwn(CAUSES, code) ? (code as CauseCode) : 4000;
}
