import { ConnectorError, type ProviderTransaction } from '@cauce/connector-kit';
import { parseDecimal, subtract, sum, wholeUnits, type Money } from '@cauce/money';
import type { Payment } from './mercadopago.messages.js';
import { statusOf } from './mercadopago.states.js';
import { fromOffsetTime } from './mercadopago.time.js';

/** Whose payments count. */
export interface PaymentScope {
  /** `payment_method_id` of the route: `efecty`, `pse`. */
  readonly method: string;
  /** Mercado Pago's number of the account; null where the credentials are trusted to be enough. */
  readonly collectorId: string | null;
  /** What `live_mode` has to say: a test payment must never count as money. */
  readonly isLive: boolean;
}

/** Longest whole-peso amount that a JSON number holds exactly. */
const MAX_WIRE_PESOS = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Reads a payment as it is now.
 *
 * @throws ConnectorError malformed_reply for a state, currency, amount or time that cannot be
 */
export function toTransaction(payment: Payment): ProviderTransaction {
  const status = statusOf(payment.status, payment.status_detail);
  if (status === null) {
    throw new ConnectorError('malformed_reply', `unknown state ${payment.status.slice(0, 40)}`);
  }
  const hasMoney = status === 'paid' || status === 'reversed';
  return {
    providerTransactionId: payment.id,
    reference: canonicalReference(payment.external_reference ?? ''),
    status,
    amount: hasMoney ? paidOf(payment) : dueOf(payment),
    occurredAt: fromOffsetTime(timeOf(payment, status)),
  };
}

/** Whether a payment is one of this account, in the mode that it is used in. */
export function isOurs(payment: Payment, { collectorId, isLive }: PaymentScope): boolean {
  const isOfAccount = collectorId === null || payment.collector_id === collectorId;
  return isOfAccount && payment.live_mode === isLive;
}

/** What is due. @throws ConnectorError malformed_reply for another currency or no decimal */
export function dueOf({ transaction_amount: amount, currency_id: currency }: Payment): Money {
  return toMoney(amount, currency);
}

/** Our reference as a provider or a till may have written it: spaces, dashes and left zeros do not count. */
export function canonicalReference(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/^0+(?=\d)/, '');
}

/**
 * An amount as a JSON number of whole pesos.
 *
 * @throws ConnectorError invalid_request for centavos and another currency
 */
export function toWirePesos(amount: Money): number {
  if (amount.currency !== 'COP') {
    throw new ConnectorError('invalid_request', 'Mercado Pago Colombia collects COP only');
  }
  let pesos: bigint;
  try {
    pesos = wholeUnits(amount);
  } catch (cause) {
    throw new ConnectorError('invalid_request', 'Mercado Pago takes whole pesos', { cause });
  }
  if (pesos > 0n && pesos <= MAX_WIRE_PESOS) return Number(pesos);
  throw new ConnectorError('invalid_request', 'the amount does not fit');
}

/** What came for us: what the payer paid, less what Mercado Pago took from the payer on top. */
function paidOf(payment: Payment): Money {
  const { total_paid_amount: total } = payment.transaction_details;
  const paid = total === null ? null : toMoney(total, payment.currency_id);
  if (paid === null || paid.minor === 0n) return dueOf(payment);
  const fees = payment.fee_details.filter((fee) => fee.fee_payer === 'payer');
  const taken = sum(
    fees.map((fee) => toMoney(fee.amount, payment.currency_id)),
    'COP',
  );
  const ours = subtract(paid, taken);
  if (ours.minor > 0n) return ours;
  throw new ConnectorError('malformed_reply', 'more was taken from the payer than was paid');
}

function timeOf(payment: Payment, status: ProviderTransaction['status']): string {
  const { date_created: created, date_approved: approved, date_last_updated: updated } = payment;
  if (status === 'pending') return created;
  return (status === 'paid' ? (approved ?? updated) : updated) ?? created;
}

function toMoney(text: string, currency: string): Money {
  if (currency !== 'COP') {
    throw new ConnectorError('malformed_reply', `currency ${currency.slice(0, 10)}`);
  }
  try {
    return parseDecimal(text, 'COP');
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the amount is not a decimal', { cause });
  }
}
