import { wholeUnits } from '@cauce/money';
import type { State, Transaction, Voucher } from '../collections/collection.js';
import type { MercadopagoAccount } from './account.js';
import { METHODS, METHOD_NAMES, type Method } from './methods.js';
import { NO_DETAILS, paymentDetailsSchema } from './payment-details.schema.js';

/** Bogota is five hours behind UTC all year; Mercado Pago writes its own zone, and the instant counts. */
const OFFSET = '-04:00';
const OFFSET_MS = 4 * 3_600_000;

/** Mercado Pago's words for a state; a transfer that ends by itself is rejected. */
function statusOf(state: State, method: Method): { status: string; detail: string } {
  switch (state) {
    case 'pending':
      return { status: 'pending', detail: METHODS[method].waiting };
    case 'paid':
      return { status: 'approved', detail: 'accredited' };
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

/** `2026-11-20T11:00:00.000-04:00` */
export function dateText(at: Date): string {
  return new Date(at.getTime() - OFFSET_MS).toISOString().replace('Z', OFFSET);
}

/**
 * A payment as `POST /v1/payments` and `GET /v1/payments/{id}` show it. Which Colombian fields of a voucher
 * are filled is not documented: both references are, alike.
 *
 * @param voucher - null for money that came without one
 * @source npm mercadopago 3.6.1, types of payments; mercadopago.com.co, Efecty and PSE
 */
export function paymentAnswer(
  transaction: Transaction,
  voucher: Voucher | null,
  account: MercadopagoAccount,
  sandboxUrl: string,
): Record<string, unknown> {
  const { id, reference, code, paidAt, createdAt, changedAt, state } = transaction;
  const method = methodOf(transaction.network);
  const details = code === null ? NO_DETAILS : paymentDetailsSchema.parse(transaction.details);
  const { status, detail } = statusOf(state, method);
  const paid = paidAt === null ? 0 : pesos(transaction);
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
    transaction_amount_refunded: state === 'reversed' ? paid : 0,
    fee_details: [],
    callback_url: details.callbackUrl,
    transaction_details: {
      net_received_amount: paid,
      total_paid_amount: paid,
      overpaid_amount: Math.max(0, paid - due),
      external_resource_url: `${sandboxUrl}/mercadopago/${method}/${id}`,
      financial_institution: method === 'pse' ? details.bank : 'efecty',
      payment_method_reference_id: method === 'pse' ? null : code,
      verification_code: method === 'pse' ? null : code,
    },
    barcode: method === 'pse' ? null : { content: code },
    refunds: [],
  };
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
