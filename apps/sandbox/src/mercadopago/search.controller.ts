import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { letIn } from './let-in.js';
import type { MercadopagoWorld } from './mercadopago-world.js';
import { causeOf, refused } from './refusal.js';
import { found, searchQuerySchema } from './search-query.js';
import { shownPayment } from './shown-payment.js';

/** `GET /v1/payments/search`: payments by the merchant's own reference. */
export function registerSearch(app: FastifyInstance, world: MercadopagoWorld): void {
  app.get('/v1/payments/search', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol: 'mercadopago',
      operation: 'search',
      execute: letIn(world.account, request, () => search(world, request)),
      refusal: () => refused(1),
    }),
  );
}

function search(world: MercadopagoWorld, request: FastifyRequest): Answer {
  const parsed = searchQuerySchema.safeParse(request.query);
  if (!parsed.success) return refused(causeOf(parsed.error.issues[0]?.message, 1));
  world.collector.expireDue();
  const { external_reference: reference, status, offset, limit } = parsed.data;
  const { book } = world.collector;
  const known =
    reference === undefined ? book.allTransactions().reverse() : book.transactionsOf(reference);
  const payments = found(known, parsed.data, world.now())
    .map((one) => shownPayment(world, one, request))
    .filter((one) => status === undefined || one['status'] === status);
  const paging = { total: payments.length, limit, offset };
  return { status: 200, body: { paging, results: payments.slice(offset, offset + limit) } };
}
