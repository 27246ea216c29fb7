import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Transaction } from '../collections/collection.js';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { numberIn, orderIdOf } from './numbers.js';
import {
  orderAnswer,
  transactionResponseAnswer,
  type Asker,
  type PayuOrder,
} from './order-answer.js';
import type { PayuWorld } from './payu-world.js';
import { property, refused } from './refusal.js';
import { parseService } from './service-request.schema.js';

const PATH = '/reports-api/4.0/service.cgi';

/** Queries: by the merchant's reference, by order, by transaction. */
export function registerReports(app: FastifyInstance, world: PayuWorld): void {
  app.post(PATH, (request, reply) =>
    answerWithFaults(world, reply, {
      protocol: 'payu',
      operation: 'status',
      execute: () => answer(world, request),
      refusal: () => refused(property('details', 'No es válido')),
    }),
  );
}

function answer(world: PayuWorld, request: FastifyRequest): Answer {
  const parsed = parseService(request.body, world.account);
  if ('error' in parsed) return refused(parsed.error);
  const { command, details } = parsed.asked;
  const { account } = world;
  const asker = { account, sandboxUrl: `${request.protocol}://${request.host}` };
  world.collector.expireDue();
  switch (command) {
    case 'PING':
      return { status: 200, body: { code: 'SUCCESS', error: null } };
    case 'ORDER_DETAIL_BY_REFERENCE_CODE':
      return byReference(world, details?.['referenceCode'], asker);
    case 'ORDER_DETAIL':
      return byOrder(world, details?.['orderId'], asker);
    case 'TRANSACTION_RESPONSE_DETAIL':
      return byTransaction(world, details?.['transactionId'], asker);
    default:
      return refused(property('command', 'No es válido'));
  }
}

/** Newest order first, which is ours; nothing found is a success without a result, which is ours too. */
function byReference({ collector }: PayuWorld, reference: unknown, asker: Asker): Answer {
  if (typeof reference !== 'string')
    return refused(property('referenceCode', 'No puede ser vacío'));
  const orders = ordersIn(collector.book.transactionsOf(reference), collector);
  return found(
    orders.length === 0 ? null : orders.toReversed().map((order) => orderAnswer(order, asker)),
  );
}

function byOrder({ collector }: PayuWorld, orderId: unknown, asker: Asker): Answer {
  const first = collector.book.transaction(Number(orderId));
  if (first === undefined) return found(null);
  const all = collector.book.transactionsOf(first.reference);
  const order = ordersIn(all, collector).find(
    ({ transactions }) => orderIdOf(transactions[0]) === Number(orderId),
  );
  return found(order === undefined ? null : orderAnswer(order, asker));
}

function byTransaction({ collector }: PayuWorld, id: unknown, asker: Asker): Answer {
  const transaction = collector.book.transaction(numberIn(String(id)) ?? 0);
  if (transaction === undefined) return found(null);
  const voucher = collector.book.voucher(transaction.code ?? '') ?? null;
  return found(transactionResponseAnswer(transaction, voucher, asker));
}

/** Transactions by the orders that they belong to, oldest first. */
function ordersIn(
  transactions: readonly Transaction[],
  { book }: PayuWorld['collector'],
): PayuOrder[] {
  const orders = new Map<number, [Transaction, ...Transaction[]]>();
  for (const one of transactions) {
    const known = orders.get(orderIdOf(one));
    if (known === undefined) orders.set(orderIdOf(one), [one]);
    else known.push(one);
  }
  return [...orders.values()].map((of) => ({
    voucher: book.voucher(of[0].code ?? '') ?? null,
    transactions: of,
  }));
}

function found(payload: object | null): Answer {
  const result = payload === null ? null : { payload };
  return { status: 200, body: { code: 'SUCCESS', error: null, result } };
}
