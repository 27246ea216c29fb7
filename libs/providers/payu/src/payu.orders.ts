import { ConnectorError, type ProviderTransaction } from '@cauce/connector-kit';
import { parseDecimal, type Money } from '@cauce/money';
import type { Order, OrderTransaction } from './payu.messages.js';
import { entryOf, PAYU_ORDERS, PAYU_STATES, PAYU_TYPES } from './payu.states.js';
import { instantOf } from './payu.time.js';

/** A payment of an order, with what PayU shows of it besides. */
export interface Payment {
  readonly transaction: ProviderTransaction;
  readonly source: OrderTransaction;
  readonly orderId: string;
}

/** Whose orders count. */
export interface OrderOwner {
  readonly accountId: string;
  /** Whether the account is used with test transactions, and with nothing else. */
  readonly isTest: boolean;
}

/**
 * The payments of an order. A payment that was given back is one transaction of it, and giving it back
 * another, which names the first as its parent or else is told by the order's status alone.
 *
 * @param readAt stands in for the date of a transaction that PayU gives none
 * @throws ConnectorError malformed_reply for states, types or amounts that we do not know, for a part that
 *   was given back, and where it cannot be told which of several payments was
 */
export function paymentsOf(order: Order, readAt: Date): Payment[] {
  const refunds = order.transactions.filter((one) => isRefund(one));
  const payments = order.transactions
    .filter((one) => known(PAYU_TYPES, one.type, 'type') === 'payment')
    .map((source) => ({
      transaction: toTransaction(source, order, readAt),
      source,
      orderId: order.id,
    }));
  const parents = new Set(refunds.map((one) => one.parentTransactionId ?? null));
  const isGivenBack = known(PAYU_ORDERS, order.status, 'status') === 'given_back';
  const hasOrphan = parents.has(null) || (isGivenBack && parents.size === 0);
  const paid = payments.filter((one) => one.transaction.status === 'paid');
  if (hasOrphan && paid.length > 1) {
    throw new ConnectorError('malformed_reply', 'one of several payments was given back');
  }
  return payments.map((one) => {
    const isReversed = hasOrphan || parents.has(one.source.id);
    if (!isReversed || one.transaction.status !== 'paid') return one;
    return { ...one, transaction: { ...one.transaction, status: 'reversed' } };
  });
}

/**
 * Whether an order counts. The queries show what one key of the merchant's may see: also other accounts, and
 * tests, which must never be money in an account that is live.
 */
export function isOurs(order: Order, owner: OrderOwner): boolean {
  const isAccount = (order.accountId ?? owner.accountId) === owner.accountId;
  return isAccount && (owner.isTest || order.isTest !== true);
}

/** Our reference as a provider or a till may have written it: spaces, dashes and left zeros do not count. */
export function canonicalReference(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/^0+(?=\d)/, '');
}

function isRefund(one: OrderTransaction): boolean {
  const type = known(PAYU_TYPES, one.type, 'type');
  if (type === 'payment' || one.transactionResponse.state !== 'APPROVED') return false;
  if (type === 'refund') return true;
  throw new ConnectorError('malformed_reply', 'a part of a payment was given back');
}

function toTransaction(
  { id, transactionResponse, additionalValues }: OrderTransaction,
  order: Order,
  readAt: Date,
): ProviderTransaction {
  const { state, operationDate } = transactionResponse;
  const value = additionalValues?.TX_VALUE ?? order.additionalValues?.TX_VALUE;
  return {
    providerTransactionId: id,
    reference: canonicalReference(order.referenceCode),
    status: known(PAYU_STATES, state, 'state'),
    amount: toMoney(value?.value ?? '', value?.currency ?? ''),
    occurredAt: operationDate ? instantOf(operationDate) : readAt,
  };
}

function known<T>(table: Readonly<Record<string, T>>, key: string, what: string): T {
  const entry = entryOf(table, key);
  if (entry !== null) return entry;
  throw new ConnectorError('malformed_reply', `unknown ${what} ${key.slice(0, 40)}`);
}

function toMoney(text: string, currency: string): Money {
  if (currency !== 'COP') throw new ConnectorError('malformed_reply', `currency ${currency}`);
  try {
    return parseDecimal(text, 'COP');
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the amount is not a decimal', { cause });
  }
}
