import { fromWholeUnits } from '@cauce/money';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { confirmIssued } from '../callbacks/confirm-issued.js';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { sameSecret } from '../same-secret.js';
import { lookupChecksum, orderChecksum } from './checksum.js';
import { findOrder } from './find-order.js';
import { deletedData, registeredData, shownData, type Asker } from './order-answer.js';
import type { OrderDetails } from './order-details.schema.js';
import { parseOrderBody } from './order-request.schema.js';
import type { PayvalidaWorld } from './payvalida-world.js';
import { answered, refused, type RefusalCode } from './refusal.js';

interface Lookup {
  readonly Params: { readonly order: string };
  readonly Querystring: Readonly<Record<string, unknown>>;
}

/** Registers, reads and deletes orders. */
export function registerOrders(app: FastifyInstance, world: PayvalidaWorld): void {
  const protocol = 'payvalida';

  app.post('/api/v3/porders', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'issue',
      execute: () => register(world, request),
      refusal: () => refused('0009'),
    }),
  );

  app.get<Lookup>('/api/v3/porders/:order', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'status',
      execute: () => read(world, request),
      refusal: () => refused('0009'),
    }),
  );

  app.delete<Lookup>('/api/v3/porders/:order', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'cancel',
      execute: () => remove(world, request),
      refusal: () => refused('0041'),
    }),
  );
}

/** @source api-recaudo: a number of an order is taken for good, whatever became of the order */
async function register(world: PayvalidaWorld, request: FastifyRequest): Promise<Answer> {
  const { account, collector, now } = world;
  collector.expireDue();
  const parsed = parseOrderBody(request.body, now());
  if ('code' in parsed) return refused(parsed.code);
  const { body, expiresAt } = parsed;
  if (body.merchant !== account.merchant) return refused('0017');
  const expected = orderChecksum(body, account.fixedHash);
  if (!sameSecret(body.checksum.toLowerCase(), expected)) return refused('0025');
  if (findOrder(collector, body.order) !== null) return refused('0042');
  const code = body.reference ? body.reference : null;
  if (code !== null && collector.book.voucher(code) !== undefined) return refused('0043');
  const url = account.notificationUrl;
  const details: OrderDetails = {
    kind: 'order',
    email: body.email,
    description: body.description,
    iva: body.iva,
  };
  const issued = collector.issue({
    network: body.method,
    reference: body.order,
    code,
    amount: fromWholeUnits(BigInt(body.amount), 'COP'),
    requestedExpiry: body.expiration,
    expiresAt,
    callback: url === null ? null : { url, method: 'POST' },
    details,
  });
  await confirmIssued(world, issued);
  const order = findOrder(collector, body.order);
  if (order === null) return refused('0009');
  return answered(registeredData(order, askerOf(world, request), 'CREADA'));
}

function read(world: PayvalidaWorld, request: FastifyRequest<Lookup>): Answer {
  const problem = lookupProblem(world, request);
  if (problem !== null) return refused(problem);
  world.collector.expireDue();
  const order = findOrder(world.collector, request.params.order);
  if (order === null) return refused('0041');
  const withCus = request.query['aditionalinfo'] === 'cuspse';
  const notified = lastAnswer(world, order.transaction.id);
  return answered(shownData(order, askerOf(world, request), notified, withCus));
}

/** Only an order that waits for its money can be deleted, and the merchant is not told of what it did. */
function remove(world: PayvalidaWorld, request: FastifyRequest<Lookup>): Answer {
  const problem = lookupProblem(world, request);
  if (problem !== null) return refused(problem);
  world.collector.expireDue();
  const order = findOrder(world.collector, request.params.order);
  if (order === null || order.transaction.state !== 'pending') return refused('0041');
  world.collector.end('cancelled', order.transaction);
  return answered(deletedData(order));
}

function lookupProblem(
  { account }: PayvalidaWorld,
  { params, query }: FastifyRequest<Lookup>,
): RefusalCode | null {
  if (query['merchant'] !== account.merchant) return '0017';
  const expected = lookupChecksum(params.order, account.merchant, account.fixedHash);
  const given = String(query['checksum'] ?? '').toLowerCase();
  return sameSecret(given, expected) ? null : '0025';
}

function lastAnswer({ confirmations }: PayvalidaWorld, id: number): string {
  const sent = confirmations.list().find(({ confirmation }) => confirmation.transaction === id);
  return sent === undefined ? '' : (Object.keys(sent.answers).at(-1) ?? '');
}

function askerOf({ account }: PayvalidaWorld, request: FastifyRequest): Asker {
  return { account, sandboxUrl: `${request.protocol}://${request.host}` };
}
