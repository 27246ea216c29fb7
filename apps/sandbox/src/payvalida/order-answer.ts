import { createHmac } from 'node:crypto';
import { dayOf } from '@cauce/calendar';
import { wholeUnits, type Money } from '@cauce/money';
import type { State, Transaction, Voucher } from '../collections/collection.js';
import { bogotaText } from '../bogota-time.js';
import type { PayvalidaMerchant } from './account.js';
import { orderDetailsSchema } from './order-details.schema.js';

/**
 * Payvalida's words for a state. It has none for a transfer that the bank refuses: that it is shown as one
 * whose time has passed is ours.
 *
 * @source docs.payvalida.com, api-recaudo, states of an order
 */
export const ORDER_STATES = {
  pending: 'PENDIENTE',
  paid: 'APROBADA',
  expired: 'VENCIDA',
  rejected: 'VENCIDA',
  cancelled: 'CANCELADA',
  reversed: 'ANULADA',
} as const satisfies Record<State, string>;

/** An order: what was asked for, and its own transaction. */
export interface KnownOrder {
  readonly voucher: Voucher;
  readonly transaction: Transaction;
}

/** Who asks for an answer, and where the sandbox was reached. */
export interface Asker {
  readonly merchant: PayvalidaMerchant;
  readonly sandboxUrl: string;
}

/** `45000.0`, as amounts stand in answers. */
function amountText(amount: Money): string {
  return `${wholeUnits(amount)}.0`;
}

/**
 * Where the payer goes on: for PSE the sandbox's bank. The documented address has no scheme and a JWT for a
 * token; a whole address and a token of our own are ours.
 */
function checkoutOf({ voucher }: KnownOrder, { merchant, sandboxUrl }: Asker): string {
  if (voucher.network === 'pse') return `${sandboxUrl}/bank/${voucher.code}`;
  const token = createHmac('sha256', merchant.fixedHash).update(voucher.code).digest('hex');
  return `${sandboxUrl}/payvalida/checkout/?token=${token}`;
}

/**
 * `DATA` for an order that was just registered, or changed.
 *
 * @source docs.payvalida.com, api-recaudo, register and update
 */
export function registeredData(
  order: KnownOrder,
  asker: Asker,
  operation: 'CREADA' | 'ACTUALIZADO',
): object {
  const { voucher, transaction } = order;
  return {
    OrdenID: voucher.reference,
    Monto: amountText(voucher.amountDue),
    PVordenID: String(transaction.id),
    Referencia: voucher.code,
    Operacion: operation,
    checkout: checkoutOf(order, asker),
  };
}

/**
 * `DATA` for an order that was deleted.
 *
 * @source docs.payvalida.com, api-recaudo, delete: other names than when it was registered
 */
export function deletedData({ voucher, transaction }: KnownOrder): object {
  return {
    OrderID: voucher.reference,
    Amount: amountText(voucher.amountDue),
    PVOrderID: String(transaction.id),
    Reference: voucher.code,
    Operation: 'DELETED',
  };
}

/**
 * `DATA` for an order that is read; two of the names are misspelt as in the documentation. That `AMOUNT`
 * stays what was due, what `CODE` and `LIFE_TIME` hold, and how times are written, is ours.
 *
 * @param notified - HTTP status of the merchant's last answer to a notification; empty when there was none
 * @param withCus - whether the payment session at the bank was asked for
 * @source docs.payvalida.com, api-recaudo, get
 */
export function shownData(
  order: KnownOrder,
  asker: Asker,
  notified: string,
  withCus: boolean,
): object {
  const { voucher, transaction } = order;
  const { email, description } = orderDetailsSchema.parse(voucher.details);
  const { id, paidAt, state, createdAt, changedAt } = transaction;
  const hasCus = withCus && voucher.network === 'pse';
  return {
    ORDER: voucher.reference,
    REFERENCE: voucher.code,
    CODE: String(id),
    STATE: ORDER_STATES[state],
    AMOUNT: amountText(voucher.amountDue),
    CURRENCY: 'COP',
    DESCRIPTION: description,
    EMAIL: email,
    PAYMNENT_METHOD: voucher.network,
    LIFE_TIME: dateOf(voucher.expiresAt),
    CREATION_DATE: bogotaText(createdAt),
    UDPATE_DATE: bogotaText(changedAt),
    NOTIFICATION_RESPONSE: notified,
    checkout: checkoutOf(order, asker),
    TRANSACTION: { DATE: paidAt === null ? '' : bogotaText(paidAt) },
    ADITIONAL_INFO: hasCus ? { cuspse: voucher.code } : {},
  };
}

/** `25/11/2026` */
function dateOf(at: Date): string {
  return dayOf(at).split('-').toReversed().join('/');
}
