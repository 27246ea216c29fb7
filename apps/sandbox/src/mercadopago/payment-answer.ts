import { wholeUnits } from '@cauce/money';
import type { Transaction, Voucher } from '../collections/collection.js';
import type { MercadopagoAccount } from './account.js';
import { refundedOf } from '../collections/collection-book.js';
import { METHODS, METHOD_NAMES, type Method } from './methods.js';
import { NO_DETAILS, paymentDetailsSchema } from './payment-details.schema.js';
import { dateText } from './date-text.js';
import { refundAnswers } from './refund-answer.js';

/** Mercado Pago's words for a state; a transfer that ends by itself is rejected. */
function statusOf(
  { state, refunds }: Transaction,
  method: Method,
): { status: string; detail: string } {
  const isPartlyBack = refunds.length > 0;
  switch (state) {
    case 'pending':
      return { status: 'pending', detail: METHODS[method].waiting };
    case 'paid':
      return { status: 'approved', detail: isPartlyBack ? 'partially_refunded' : 'accredited' };
    case 'reversed':
      return { status: 'refunded', detail: 'refunded' };
    case 'cancelled':
      return { status: 'cancelled', detail: 'by_collector' };
    case 'rejected':
      return { status: 'rejected', detail: 'bank_error' };
    case 'expired':
      return { status: method === 'pse' ? 'rejected' : 'cancelled', detail: 'expired' };
  }
}

/**
 * A payment as `POST /v1/payments` and `GET /v1/payments/{id}` show it. What is due stands in
 * `total_paid_amount` before anything is paid, too: only the status says that it was.
 *
 * @param voucher - null for money that came without one
 * @source npm mercadopago 3.6.1, types of payments; mercadopago/devsite-docs, answers for Efecty
 *   (other-payment-ways) and PSE (integrate-pse-avanza); `barcode` and the numbers of a transfer are ours
 */
export function paymentAnswer(
  transaction: Transaction,
  voucher: Voucher | null,
  account: MercadopagoAccount,
  sandboxUrl: string,
): Record<string, unknown> {
  const { id, reference, code, paidAt, createdAt, changedAt, state } = transaction;
  const isPse = transaction.network === 'pse';
  const method = methodOf(transaction.network);
  const details = code === null ? NO_DETAILS : paymentDetailsSchema.parse(transaction.details);
  const { status, detail } = statusOf(transaction, method);
  const paid = paidAt === null ? 0 : pesos(transaction);
  const back = state === 'reversed' ? paid : Number(wholeUnits(refundedOf(transaction)));
  const due = voucher === null ? pesos(transaction) : Number(wholeUnits(voucher.amountDue));
  return {
    id,
    date_created: dateText(createdAt),
    date_approved: paidAt === null ? null : dateText(paidAt),
    date_last_updated: dateText(changedAt),
    date_of_expiration: voucher === null ? null : dateText(voucher.expiresAt),
    money_release_date: paidAt === null ? null : dateText(paidAt),
    operation_type: 'regular_payment',
    payment_method_id: method,
    payment_type_id: METHODS[method].type,
    payment_method: { id: method, type: METHODS[method].type },
    status,
    status_detail: detail,
    currency_id: 'COP',
    description: details.description,
    live_mode: false,
    collector_id: account.collectorId,
    payer: {
      type: 'guest',
      email: details.email,
      first_name: details.firstName,
      last_name: details.lastName,
      identification: details.document ?? { type: null, number: null },
    },
    external_reference: reference === '' ? null : reference,
    transaction_amount: due,
    transaction_amount_refunded: back,
    fee_details: [],
    callback_url: details.callbackUrl,
    transaction_details: {
      net_received_amount: paid,
      total_paid_amount: paidAt === null ? due : paid,
      overpaid_amount: Math.max(0, paid - due),
      external_resource_url: isPse
        ? `${sandboxUrl}/bank/${code}`
        : `${sandboxUrl}/mercadopago/${method}/${id}`,
      installment_amount: 0,
      financial_institution: isPse ? details.bank : '',
      payment_method_reference_id: isPse ? null : code,
      payable_deferral_period: null,
      acquirer_reference: null,
      ...(isPse ? transferNumbers(id) : { verification_code: code }),
    },
    barcode: isPse ? null : { content: code },
    refunds: refundAnswers(transaction, account),
  };
}

/** What PSE calls the transfer: its own number, and the one that the payer's bank shows (CUS). */
function transferNumbers(id: number): object {
  const transaction = String(id).slice(-8);
  return { bank_transfer_id: Number(transaction.slice(-6)), transaction_id: transaction };
}

function pesos({ amount }: Transaction): number {
  return Number(wholeUnits(amount));
}

/** @throws Error for a network that Mercado Pago does not have */
export function methodOf(network: string): Method {
  const found = METHOD_NAMES.find((one) => one === network);
  if (found !== undefined) return found;
  throw new Error(`Mercado Pago has no method ${network}`);
}
