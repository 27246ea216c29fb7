import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import type { EpaycoWorld } from './epayco-world.js';
import { apifyRefusal, detailAnswer, listingAnswer } from './listing-answer.js';
import type { Transaction } from '../collections/collection.js';
import { transactionFields } from './transaction-fields.js';

const MAX_PAGE = 500;

const reference = z.union([z.string(), z.number()]).transform(String);
const searchSchema = z.object({
  filter: z
    .object({ referenceClient: reference.optional(), referencePayco: reference.optional() })
    .default({}),
  pagination: z
    .object({
      page: z.coerce.number().int().min(1).default(1),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    })
    .default({ page: 1, limit: 50 }),
});

type Filter = z.infer<typeof searchSchema>['filter'];

/** apify's two ways to look transactions up; integrations send the second one as GET with a body, too. */
export function registerTransactions(app: FastifyInstance, world: EpaycoWorld): void {
  app.post('/transaction', (request, reply) => search(world, request, reply, listing));
  app.route({
    method: ['GET', 'POST'],
    url: '/transaction/detail',
    handler: (request, reply) => search(world, request, reply, detail),
  });
}

type Look = (world: EpaycoWorld, search: z.infer<typeof searchSchema>) => Answer;

function search(world: EpaycoWorld, request: FastifyRequest, reply: FastifyReply, look: Look) {
  return answerWithFaults(world, reply, {
    protocol: 'epayco',
    operation: 'search',
    execute: () => {
      if (!world.tokens.accepts(request.headers.authorization, 'apify')) {
        return { status: 401, body: apifyRefusal('Unauthorized.', 'Token inválido o vencido') };
      }
      const parsed = searchSchema.safeParse(request.body ?? {});
      if (!parsed.success) return refused();
      world.collector.expireDue();
      return look(world, parsed.data);
    },
    refusal: refused,
  });
}

const listing: Look = (world, { filter, pagination }) => ({
  status: 200,
  body: listingAnswer(matching(world, filter), pagination),
});

const detail: Look = (world, { filter }) => {
  const isEmpty = filter.referenceClient === undefined && filter.referencePayco === undefined;
  const [transaction] = isEmpty ? [] : matching(world, filter);
  if (transaction === undefined) {
    return { status: 200, body: apifyRefusal('Error', 'Transacción no encontrada') };
  }
  const fields = transactionFields(transaction, world.account);
  return { status: 200, body: detailAnswer(transaction, fields) };
};

/** Newest first. */
function matching({ collector }: EpaycoWorld, filter: Filter): Transaction[] {
  const { referenceClient, referencePayco } = filter;
  const found =
    referenceClient === undefined
      ? collector.book.allTransactions()
      : collector.book.transactionsOf(referenceClient).reverse();
  if (referencePayco === undefined) return found;
  return found.filter(({ id }) => String(id) === referencePayco);
}

function refused(): Answer {
  return { status: 200, body: apifyRefusal('Error', 'Error en los datos de la consulta') };
}
