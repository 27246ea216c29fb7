import { fromWholeUnits } from '@cauce/money';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { confirmIssued } from '../callbacks/confirm-issued.js';
import type { OrderChange } from '../collections/collection.js';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { sameSecret } from '../same-secret.js';
import { merchantNamed, type PayvalidaMerchant } from './account.js';
import { lookupChecksum, orderChecksum } from './checksum.js';
import { findOrder } from './find-order.js';
import { deletedData, registeredData, shownData, type Asker } from './order-answer.js';
import type { OrderDetails } from './order-details.schema.js';
import { parseOrderBody, type OrderBody } from './order-request.schema.js';
import type { PayvalidaWorld } from './payvalida-world.js';
import { answered, refused, type RefusalCode } from './refusal.js';

interface Lookup {
  readonly Params: { readonly order: string };
  readonly Querystring: Readonly<Record<string, unknown>>;
}

/** Registers, changes, reads and deletes orders. */
export function registerOrders(app: FastifyInstance, world: PayvalidaWorld): void {
  const protocol = 'payvalida';

  app.post('/api/v3/porders', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'issue',
      execute: () => register(world, request),
      refusal: () => refused('0021'),
    }),
  );

  app.patch('/api/v3/porders', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'issue',
      execute: () => change(world, request),
      refusal: () => refused('0041'),
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
  const { collector } = world;
  collector.expireDue();
  const parsed = signedBody(world, request);
  if ('code' in parsed) return refused(parsed.code);
  const { body, expiresAt, merchant } = parsed;
  if (findOrder(collector, body.order) !== null) return refused('0042');
  const code = body.reference ? body.reference : null;
  if (code !== null && collector.book.voucher(code) !== undefined) return refused('0043');
  const url = merchant.notificationUrl;
  const issued = collector.issue({
    network: body.method,
    reference: body.order,
    code,
    callback: url === null ? null : { url, method: 'POST' },
    ...changeable(body, expiresAt),
  });
  await confirmIssued(world, issued);
  const order = findOrder(collector, body.order);
  if (order === null) return refused('0009');
  return answered(registeredData(order, askerOf(merchant, request), 'CREADA'));
}

/** Changes what is due, until when, and the texts; that method and reference stay is ours. */
function change(world: PayvalidaWorld, request: FastifyRequest): Answer {
  const { collector } = world;
  collector.expireDue();
  const parsed = signedBody(world, request);
  if ('code' in parsed) return refused(parsed.code);
  const { body, expiresAt, merchant } = parsed;
  const known = findOrder(collector, body.order);
  if (known?.transaction.state !== 'pending') return refused('0041');
  const { code, network } = known.voucher;
  if (body.method !== network) return refused('0027');
  if (body.reference && body.reference !== code) return refused('0043');
  collector.change({ ...known.transaction, code }, changeable(body, expiresAt));
  const order = findOrder(collector, body.order);
  if (order === null) return refused('0009');
  return answered(registeredData(order, askerOf(merchant, request), 'ACTUALIZADO'));
}

/** Registering and changing send the same fields under the same checksum. */
function signedBody({ merchants, now }: PayvalidaWorld, request: FastifyRequest) {
  const parsed = parseOrderBody(request.body, now());
  if ('code' in parsed) return parsed;
  const { body } = parsed;
  const merchant = merchantNamed(merchants, body.merchant);
  if (merchant === null) return { code: '0017' as const };
  const expected = orderChecksum(body, merchant.fixedHash);
  const isRight = sameSecret(body.checksum.toLowerCase(), expected);
  return isRight ? { ...parsed, merchant } : { code: '0025' as const };
}

function changeable(body: OrderBody, expiresAt: Date): OrderChange {
  const { merchant, email, description, iva, user_name: payerName = null } = body;
  const details: OrderDetails = { kind: 'order', merchant, email, description, iva, payerName };
  const amount = fromWholeUnits(BigInt(body.amount), 'COP');
  return { amount, requestedExpiry: body.expiration, expiresAt, details };
}

function read(world: PayvalidaWorld, request: FastifyRequest<Lookup>): Answer {
  const asker = askerOfLookup(world, request);
  if (typeof asker === 'string') return refused(asker);
  world.collector.expireDue();
  const order = findOrder(world.collector, request.params.order);
  if (order === null) return refused('0041');
  const withCus = request.query['aditionalinfo'] === 'cuspse';
  const notified = lastAnswer(world, order.transaction.id);
  return answered(shownData(order, asker, notified, withCus));
}

/** Only an order that waits for its money can be deleted, and the merchant is not told of what it did. */
function remove(world: PayvalidaWorld, request: FastifyRequest<Lookup>): Answer {
  const asker = askerOfLookup(world, request);
  if (typeof asker === 'string') return refused(asker);
  world.collector.expireDue();
  const order = findOrder(world.collector, request.params.order);
  if (order === null || order.transaction.state !== 'pending') return refused('0041');
  world.collector.end('cancelled', order.transaction);
  return answered(deletedData(order));
}

/** @returns who asks, or what is wrong with the question */
function askerOfLookup(
  { merchants }: PayvalidaWorld,
  request: FastifyRequest<Lookup>,
): Asker | RefusalCode {
  const { params, query } = request;
  const name = String(query['merchant'] ?? '');
  const merchant = merchantNamed(merchants, name);
  if (merchant === null) return '0017';
  const expected = lookupChecksum(params.order, name, merchant.fixedHash);
  const given = String(query['checksum'] ?? '').toLowerCase();
  return sameSecret(given, expected) ? askerOf(merchant, request) : '0025';
}

function lastAnswer({ confirmations }: PayvalidaWorld, id: number): string {
  const sent = confirmations.list().find(({ confirmation }) => confirmation.transaction === id);
  return sent === undefined ? '' : (Object.keys(sent.answers).at(-1) ?? '');
}

function askerOf(
  merchant: PayvalidaMerchant,
  { protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>,
): Asker {
  return { merchant, sandboxUrl: `${protocol}://${host}` };
}
