import { clipExpiry, ConnectorError, type ExpiryRule } from '@cauce/connector-kit';
import type { Instruction } from '@cauce/contracts';
import type { Money } from '@cauce/money';
import { instantOf } from './payu.time.js';

/** What an answer says of a payment that can be made; a submit and a query say it alike. */
export interface Payable {
  readonly orderId: string;
  readonly operationDate: string | null;
  readonly expirationDate: string | null;
  /** PayU's extra parameters, wherever they stood. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** A code that a bank's counter asks for besides the reference, on `BANK_REFERENCED`. */
export interface BankCode {
  readonly bank: string;
  readonly code: string;
}

/** What a payer is shown, besides code, agreement and end. */
export type VoucherText = (voucher: {
  readonly code: string;
  readonly agreement: string | null;
  readonly amount: Money;
  readonly expiresAt: Date;
  readonly bankCodes: readonly BankCode[];
  /** Page of PayU's with the receipt, bar code included. */
  readonly receiptUrl: string | null;
}) => { readonly es: string; readonly en: string };

/** What a cash route adds to what PayU says. */
export interface VoucherOptions {
  /** Agreement ("convenio") that the payer names at the counter; it is PayU's, by contract. */
  readonly agreement: string | null;
  readonly textOf: VoucherText;
}

/** The codes of banks that PayU names, and whose they are. */
const BANK_CODES = {
  BANCO_BOGOTA_SERVICE_CODE: 'Banco de Bogotá',
  BANCOLOMBIA_SERVICE_CODE: 'Bancolombia',
} as const satisfies Record<string, string>;

/**
 * The voucher of a payment at a counter.
 *
 * @throws ConnectorError malformed_reply without reference or end, wrong_reference for that of another order
 */
export function toVoucher(payable: Payable, amount: Money, options: VoucherOptions): Instruction {
  const code = textIn(payable.extra, 'REFERENCE');
  const end = textIn(payable.extra, 'EXPIRATION_DATE') ?? payable.expirationDate;
  if (code === null || end === null) {
    throw new ConnectorError('malformed_reply', 'no voucher: it has no reference or no end');
  }
  // The voucher's reference is the order's number, the one thing in the answer that says whose it is.
  if (code !== payable.orderId) {
    throw new ConnectorError('wrong_reference', 'the voucher of another order');
  }
  const { agreement, textOf } = options;
  const voucher = { code, agreement, expiresAt: instantOf(end) };
  const text = textOf({
    ...voucher,
    amount,
    bankCodes: bankCodesIn(payable.extra),
    receiptUrl: urlIn(payable.extra, 'URL_PAYMENT_RECEIPT_HTML'),
  });
  return { kind: 'voucher', ...voucher, barcode: null, text };
}

/**
 * The page of the payer's bank. PayU does not say how long it can be paid: it is taken for what was asked for,
 * within the route's rule, from when PayU made it.
 *
 * @throws ConnectorError malformed_reply without an address to go to
 */
export function toRedirect(
  payable: Payable,
  wishedEnd: Date,
  rule: ExpiryRule,
  now: Date,
): Instruction {
  const url = urlIn(payable.extra, 'BANK_URL');
  if (url === null) throw new ConnectorError('malformed_reply', 'no page of a bank');
  const madeAt = payable.operationDate === null ? now : instantOf(payable.operationDate);
  return { kind: 'redirect', url, expiresAt: clipExpiry(wishedEnd, rule, madeAt) };
}

function bankCodesIn(extra: Payable['extra']): BankCode[] {
  return Object.entries(BANK_CODES).flatMap(([name, bank]) => {
    const code = textIn(extra, name);
    return code === null ? [] : [{ bank, code }];
  });
}

function textIn(extra: Payable['extra'], name: string): string | null {
  const value = extra[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function urlIn(extra: Payable['extra'], name: string): string | null {
  const url = URL.parse(textIn(extra, name) ?? '');
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}
