import { ConnectorError, type Issued, type IssueRequest } from '@cauce/connector-kit';
import { compare, type Money } from '@cauce/money';
import type { Payment } from './mercadopago.messages.js';
import { canonicalReference, dueOf, isOurs, type PaymentScope } from './mercadopago.mapping.js';
import { isAboutPayer, statusOf } from './mercadopago.states.js';
import { fromOffsetTime } from './mercadopago.time.js';

/** What a payer is shown, besides code, agreement and end. */
export type VoucherText = (voucher: {
  readonly code: string;
  readonly agreement: string | null;
  readonly amount: Money;
  readonly expiresAt: Date;
}) => { readonly es: string; readonly en: string };

/** What a voucher has that no answer says. */
export interface VoucherForm {
  /** Agreement ("convenio") of Mercado Pago at the network, where the cashier asks for one. */
  readonly agreement: string | null;
  readonly textOf: VoucherText;
}

/**
 * Reads the answer of a create for cash. One that is repeated is answered with the payment as it is by then.
 *
 * @param asked the request, whose end counts when the answer names none
 * @throws ConnectorError see `checkIssued`; malformed_reply without a code for the cashier
 */
export function toVoucher(payment: Payment, asked: IssueRequest, form: VoucherForm): Issued {
  const { transaction_details: details, date_of_expiration: end } = payment;
  const code = details.payment_method_reference_id ?? details.verification_code;
  if (code === null) throw new ConnectorError('malformed_reply', 'a voucher without a code');
  const expiresAt = end === null ? asked.expiresAt : fromOffsetTime(end);
  const voucher = { code, agreement: form.agreement, expiresAt };
  return {
    providerTransactionId: payment.id,
    instruction: {
      kind: 'voucher',
      ...voucher,
      barcode: payment.barcode?.content ?? details.barcode?.content ?? null,
      text: form.textOf({ ...voucher, amount: asked.amount }),
    },
  };
}

/**
 * Reads the answer of a create for a bank transfer.
 *
 * @param lifeMs how long Mercado Pago keeps a transfer open, for when the answer names no end
 * @throws ConnectorError see `checkIssued`; malformed_reply without a page to send the payer to
 */
export function toRedirect(payment: Payment, lifeMs: number): Issued {
  const { date_of_expiration: end, date_created: created } = payment;
  const url = URL.parse(payment.transaction_details.external_resource_url ?? '');
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ConnectorError('malformed_reply', 'a transfer without a page to pay it on');
  }
  const expiresAt =
    end === null ? new Date(fromOffsetTime(created).getTime() + lifeMs) : fromOffsetTime(end);
  return {
    providerTransactionId: payment.id,
    instruction: { kind: 'redirect', url: url.href, expiresAt },
  };
}

/**
 * Checks that the answer of a create is about what was asked for, and that it can be paid.
 *
 * @throws ConnectorError wrong_reference for another reference or amount; malformed_reply for another
 *   account, mode, method or an unknown state; provider_rejected or payer_rejected for one that was made and
 *   refused at once, which nobody can pay
 */
export function checkIssued(payment: Payment, asked: IssueRequest, scope: PaymentScope): void {
  if (canonicalReference(payment.external_reference ?? '') !== asked.reference) {
    throw new ConnectorError('wrong_reference', 'the answer is about another external_reference');
  }
  if (compare(dueOf(payment), asked.amount) !== 0) {
    throw new ConnectorError('wrong_reference', 'the answer is about another amount');
  }
  if (!isOurs(payment, scope) || payment.payment_method_id !== scope.method) {
    throw new ConnectorError('malformed_reply', 'the answer is of another account, mode or method');
  }
  const status = statusOf(payment.status, payment.status_detail);
  if (status === null) {
    throw new ConnectorError('malformed_reply', `unknown state ${payment.status.slice(0, 40)}`);
  }
  if (status !== 'rejected') return;
  const detail = payment.status_detail?.slice(0, 60) ?? 'no reason';
  const kind = isAboutPayer(payment.status_detail) ? 'payer_rejected' : 'provider_rejected';
  throw new ConnectorError(kind, `made and rejected at once: ${detail}`);
}
