import {
  ConnectorError,
  type Connector,
  type Issued,
  type IssueRequest,
  type ProviderCall,
  type StatusAnswer,
  type StatusQuery,
} from '@cauce/connector-kit';
import type { Instruction } from '@cauce/contracts';
import { compare } from '@cauce/money';
import { readConfirmation } from './payu.callback.js';
import { PayuClient, type PayuEndpoints } from './payu.client.js';
import type { Payable } from './payu.instructions.js';
import type { PayuAccount, PayuTransaction } from './payu.mapping.js';
import { isOurs, paymentsOf, type Payment } from './payu.orders.js';
import { PAYU_PRIVATE_FIELDS } from './payu.private-fields.js';
import { endedAtOnce } from './payu.refusals.js';

/** What every rail adds to PayU's protocol. */
export interface PayuRouteOptions extends Pick<
  Connector,
  'rail' | 'limits' | 'expiry' | 'visibilityHorizonMs' | 'issueTimeoutMs'
> {
  readonly endpoints: Omit<PayuEndpoints, 'isTest'>;
  readonly account: PayuAccount;
}

/** What the ways of paying differ in. */
export interface PayuWay {
  readonly method: string;
  toTransaction(request: IssueRequest, now: Date): PayuTransaction;
  /** @throws ConnectorError for a payment that the payer cannot be sent to */
  toInstruction(payable: Payable, request: IssueRequest, now: Date): Instruction;
}

/** A connector for one way of paying over PayU. */
export function payuRoute(options: PayuRouteOptions, way: PayuWay): Connector {
  const { rail, limits, expiry, visibilityHorizonMs, issueTimeoutMs, account } = options;
  const client = new PayuClient({ ...options.endpoints, isTest: account.isTest });
  const keys = { apiKey: options.endpoints.apiKey, merchantId: account.merchantId };
  return {
    route: `${rail}.payu`,
    rail,
    protocol: 'payu',
    limits,
    expiry,
    visibilityHorizonMs,
    issueTimeoutMs,
    trust: 'requery',
    privateFields: PAYU_PRIVATE_FIELDS,
    issue: (request, call) => issue(client, account, way, request, call),
    readStatus: (query, call) => readStatus(client, account, query, call),
    readCallback: (callback) => readConfirmation(callback, keys),
  };
}

/**
 * Submits what is not there yet. PayU promises nothing about a reference that is submitted twice, and a second
 * transaction could be paid beside the first: so it is looked for, and what is there is taken over.
 */
async function issue(
  client: PayuClient,
  account: PayuAccount,
  way: PayuWay,
  request: IssueRequest,
  call: ProviderCall,
): Promise<Issued> {
  const transaction = way.toTransaction(request, call.now());
  const there = await client.look(request.reference, call);
  const now = call.now();
  const orders = there.filter((order) => isOurs(order, account));
  if (orders.length > 0) {
    const payments = orders.flatMap((order) => paymentsOf(order, now));
    return takeOver(payments, way, request, now);
  }
  const made = await client.submit(transaction, call);
  if (made.state !== 'PENDING' && made.state !== 'SUBMITTED') throw endedAtOnce(made);
  const payable = {
    orderId: made.orderId,
    operationDate: made.operationDate ?? null,
    expirationDate: null,
    extra: made.extraParameters ?? {},
  };
  return {
    providerTransactionId: made.transactionId,
    instruction: way.toInstruction(payable, request, now),
  };
}

/**
 * The instruction of a payment that was submitted before, as PayU shows it now.
 *
 * @throws ConnectorError duplicate_reference for anything but a pending payment of the same way and amount
 *   that its payer can still be sent to
 */
function takeOver(
  payments: readonly Payment[],
  way: PayuWay,
  request: IssueRequest,
  now: Date,
): Issued {
  const pending = payments.find(
    ({ source, transaction }) =>
      source.paymentMethod === way.method &&
      transaction.status === 'pending' &&
      compare(transaction.amount, request.amount) === 0,
  );
  if (pending === undefined) {
    throw new ConnectorError('duplicate_reference', 'PayU has the reference for something else');
  }
  const { transactionResponse, expirationDate, extraParameters } = pending.source;
  const payable = {
    orderId: pending.orderId,
    operationDate: transactionResponse.operationDate ?? null,
    expirationDate: expirationDate ?? null,
    extra: { ...extraParameters, ...transactionResponse.extraParameters },
  };
  try {
    const instruction = way.toInstruction(payable, request, now);
    return { providerTransactionId: pending.source.id, instruction };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'malformed_reply') throw error;
    throw new ConnectorError('duplicate_reference', 'PayU has it and shows no way to pay', {
      cause: error,
    });
  }
}

/**
 * Asks by our reference, which shows all there is. A transaction that is not under it is asked for by its id:
 * it may be under another reference, or only not shown yet, which is no absence.
 */
async function readStatus(
  client: PayuClient,
  account: PayuAccount,
  query: StatusQuery,
  call: ProviderCall,
): Promise<StatusAnswer> {
  const { reference, scope } = query;
  const orders = await client.search(reference, call);
  const shown = new Set(orders.flatMap((order) => order.transactions.map((one) => one.id)));
  const asked = new Set(query.providerTransactionIds);
  for (const id of asked) {
    const orderId = shown.has(id) ? null : await client.findOrderId(id, call);
    if (orderId === null) continue;
    if (scope === 'reference') {
      throw new ConnectorError('malformed_reply', 'PayU does not show all that it has');
    }
    orders.push(await client.readOrder(orderId, call));
  }
  const transactions = orders
    .filter((order) => isOurs(order, account))
    .flatMap((order) => paymentsOf(order, call.now()))
    .map((one) => one.transaction)
    .filter((one) => scope === 'reference' || asked.has(one.providerTransactionId));
  const once = new Map(transactions.map((one) => [one.providerTransactionId, one]));
  return once.size === 0 ? { kind: 'absent' } : { kind: 'found', transactions: [...once.values()] };
}
