import {
  ConnectorError,
  type Connector,
  type ProviderCall,
  type ProviderTransaction,
  type StatusAnswer,
  type StatusQuery,
} from '@cauce/connector-kit';
import { CALLBACK_HEADERS, readWebhook } from './mercadopago.callback.js';
import type { MercadopagoClient } from './mercadopago.client.js';
import { idempotencyKey } from './mercadopago.idempotency.js';
import { isOurs, toTransaction, type PaymentScope } from './mercadopago.mapping.js';
import { MERCADOPAGO_PRIVATE_FIELDS } from './mercadopago.private-fields.js';

/** An account of Mercado Pago. */
export interface MercadopagoAccount {
  readonly accessToken: string;
  /** Number of the account (`user_id`), which its payments name as collector; null: not checked. */
  readonly collectorId: string | null;
  /** Whether its payments are real money, as `live_mode` says; those that are not it are not ours. */
  readonly isLive: boolean;
  /** Secrets that sign webhooks; more than one while they are being changed. */
  readonly webhookSecrets: readonly string[];
}

/** What a rail adds to Mercado Pago's protocol. */
export interface MercadopagoOptions extends Pick<
  Connector,
  'rail' | 'limits' | 'expiry' | 'visibilityHorizonMs' | 'issueTimeoutMs'
> {
  /** Host of the API, without a slash at its end. */
  readonly apiUrl: string;
  readonly account: MercadopagoAccount;
}

/** Everything that the routes of Mercado Pago have in common: all but issuing. */
export function paymentsConnector(
  options: MercadopagoOptions,
  scope: PaymentScope,
  client: MercadopagoClient,
  issue: Connector['issue'],
): Connector {
  const { rail, limits, expiry, visibilityHorizonMs, issueTimeoutMs, account } = options;
  return {
    route: `${rail}.mercadopago`,
    rail,
    protocol: 'mercadopago',
    limits,
    expiry,
    visibilityHorizonMs,
    issueTimeoutMs,
    trust: 'requery',
    privateFields: MERCADOPAGO_PRIVATE_FIELDS,
    issue,
    readStatus: (query, call) => readStatus(client, scope, query, call),
    cancel: (query, call) => cancel(client, scope, query, call),
    readCallback: (callback) => readWebhook(callback, account.webhookSecrets),
    callbackHeaders: CALLBACK_HEADERS,
  };
}

/** The method's part of an account's payments. */
export function scopeOf({ account }: MercadopagoOptions, method: string): PaymentScope {
  const { collectorId, isLive } = account;
  return { method, collectorId, isLive };
}

/** The status is always read payment by payment: a search, which may lag, only says which there are. */
async function readStatus(
  client: MercadopagoClient,
  scope: PaymentScope,
  query: StatusQuery,
  call: ProviderCall,
): Promise<StatusAnswer> {
  const { reference, providerTransactionIds } = query;
  const isWhole = query.scope === 'reference';
  const found = isWhole ? await client.search(reference, call) : [];
  const transactions: ProviderTransaction[] = [];
  for (const id of new Set([...providerTransactionIds, ...found])) {
    const payment = await client.read(id, call);
    if (payment === null && isWhole) {
      throw new ConnectorError('malformed_reply', 'a payment was named and is not there');
    }
    if (payment === null || !isOurs(payment, scope)) continue;
    const isOfMethod = payment.payment_method_id === scope.method;
    const transaction = toTransaction(payment);
    if (isWhole && (!isOfMethod || transaction.reference !== reference)) {
      throw new ConnectorError('wrong_reference', 'a payment of another reference or method');
    }
    if (isOfMethod) transactions.push(transaction);
  }
  return transactions.length === 0 ? { kind: 'absent' } : { kind: 'found', transactions };
}

/**
 * Ends whatever is pending under a reference. What is over already stays as it is.
 *
 * @throws ConnectorError provider_rejected when it was paid: paid wins; malformed_reply when nothing is
 *   shown, which proves nothing, or when a cancel was answered with another state
 */
async function cancel(
  client: MercadopagoClient,
  scope: PaymentScope,
  query: StatusQuery,
  call: ProviderCall,
): Promise<void> {
  const answer = await readStatus(client, scope, query, call);
  if (answer.kind === 'absent') {
    throw new ConnectorError('malformed_reply', 'no payment is shown, which proves nothing');
  }
  const { transactions } = answer;
  if (transactions.some((one) => one.status === 'paid' || one.status === 'reversed')) {
    throw new ConnectorError('provider_rejected', 'it was paid');
  }
  for (const { status, providerTransactionId: id } of transactions) {
    if (status !== 'pending') continue;
    const key = idempotencyKey('cancel', scope.method, id);
    const { status: after } = toTransaction(await client.cancel(id, key, call));
    if (after === 'pending' || after === 'paid' || after === 'reversed') {
      throw new ConnectorError('malformed_reply', `cancelled, and it is ${after}`);
    }
  }
}
