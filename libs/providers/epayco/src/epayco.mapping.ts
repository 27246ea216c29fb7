import {
  ConnectorError,
  type Issued,
  type IssueRequest,
  type ProviderTransaction,
} from '@cauce/connector-kit';
import type { Payer } from '@cauce/contracts';
import { compare, parseDecimal, wholeUnits, type Money } from '@cauce/money';
import type { CashData, StatusData } from './epayco.messages.js';
import { statusOf } from './epayco.states.js';
import { fromBogotaTime, toBogotaTime } from './epayco.time.js';

/** Settings of an ePayco account that go into every request. */
export interface EpaycoAccount {
  readonly publicKey: string;
  /** `P_CUST_ID_CLIENTE`: ePayco's number of the merchant. */
  readonly customerId: string;
  /** Whether the account is used with test transactions, and with nothing else. */
  readonly isTest: boolean;
  /** Address that ePayco is told as the payer's: it wants one, and we do not pass payers' addresses on. */
  readonly egressIp: string;
}

/** What a payer is shown, besides code, agreement and end. */
export type VoucherText = (voucher: {
  readonly code: string;
  readonly agreement: string | null;
  readonly amount: Money;
  readonly expiresAt: Date;
}) => { readonly es: string; readonly en: string };

/** Constant fields of ePayco's own SDK, which marks its requests with them. */
const SDK_MARKS = { i: 'MDAwMDAwMDAwMDAwMDAwMA==', lenguaje: 'javascript', p: '' } as const;

/**
 * The body of a cash create, in the order in which the SDK writes it.
 *
 * @throws ConnectorError invalid_request for centavos, another currency, or a payer without document or e-mail
 * @source npm epayco-sdk-node 1.4.4, captured
 */
export function toCashBody(
  request: IssueRequest,
  account: EpaycoAccount,
): Record<string, string | Record<string, string>> {
  const { payer } = request;
  const test = account.isTest ? 'TRUE' : 'FALSE';
  return {
    factura: request.reference,
    descripcion: plain(request.description),
    valor: wholePesos(request.amount),
    iva: '0',
    baseiva: '0',
    moneda: 'COP',
    tipo_persona: payer.kind === 'company' ? '1' : '0',
    ...documentOf(payer),
    ...namesOf(payer),
    email: present(payer.email, 'an e-mail address'),
    celular: nationalPhone(payer.phone),
    fechaexpiracion: toBogotaTime(request.expiresAt),
    ip: account.egressIp,
    url_respuesta: request.returnUrl ?? request.callbackUrl,
    url_confirmacion: request.callbackUrl,
    metodoconfirmacion: 'POST',
    extras_epayco: { extra5: 'P44' },
    test,
    public_key: account.publicKey,
    i: SDK_MARKS.i,
    enpruebas: test,
    lenguaje: SDK_MARKS.lenguaje,
    p: SDK_MARKS.p,
  };
}

/**
 * Reads the answer of a cash create. A create that is repeated is answered with the voucher as it is by then,
 * so that its state may be any but a refusal.
 *
 * @throws ConnectorError wrong_reference for another factura or amount, malformed_reply, provider_rejected
 */
export function toIssued(data: CashData, request: IssueRequest, textOf: VoucherText): Issued {
  const { reference, amount } = request;
  if (canonicalReference(data.factura) !== reference) {
    throw new ConnectorError('wrong_reference', 'the answer is about another factura');
  }
  if (compare(toMoney(data.valor, data.moneda), amount) !== 0) {
    throw new ConnectorError('wrong_reference', 'the answer is about another amount');
  }
  const status = statusOf(data.cod_respuesta);
  if (status === null) {
    throw new ConnectorError('malformed_reply', `unknown state ${data.cod_respuesta}`);
  }
  if (status === 'rejected') throw new ConnectorError('provider_rejected', 'ended at once');
  const voucher = {
    code: data.pin,
    agreement: data.codigoproyecto,
    expiresAt: fromBogotaTime(data.fechaexpiracion),
  };
  const text = textOf({ ...voucher, amount });
  return {
    providerTransactionId: data.ref_payco,
    instruction: { kind: 'voucher', ...voucher, barcode: null, text },
  };
}

/**
 * Reads a status answer.
 *
 * @throws ConnectorError malformed_reply for a state, currency, amount or time that cannot be
 */
export function toTransaction(data: StatusData): ProviderTransaction {
  const status = statusOf(data.x_cod_transaction_state);
  if (status === null) {
    throw new ConnectorError('malformed_reply', `unknown state ${data.x_cod_transaction_state}`);
  }
  return {
    providerTransactionId: data.x_ref_payco,
    reference: canonicalReference(data.x_id_invoice),
    status,
    amount: toMoney(data.x_amount, data.x_currency_code),
    occurredAt: fromBogotaTime(data.x_transaction_date),
  };
}

/**
 * Whether a transaction is one of this account. Anybody who knows a public key can make test transactions, and
 * the query does not promise to answer for our own only: neither must ever count as money.
 */
export function isOurs(data: StatusData, account: EpaycoAccount): boolean {
  const isTest = data.x_test_request.toUpperCase() === 'TRUE';
  return data.x_cust_id_cliente === account.customerId && isTest === account.isTest;
}

/** Our reference as a provider or a till may have written it: spaces, dashes and left zeros do not count. */
export function canonicalReference(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/^0+(?=\d)/, '');
}

/**
 * Splits a full name in two, as the form wants it: half of the words are names, the rest surnames.
 *
 * @returns `NA` for a part that would be empty
 */
export function splitName(full: string): { names: string; surnames: string } {
  const words = plain(full).split(' ');
  const middle = Math.max(1, Math.floor(words.length / 2));
  const names = words.slice(0, middle).join(' ') || 'NA';
  return { names, surnames: words.slice(middle).join(' ') || 'NA' };
}

/** Without characters beyond the Basic Multilingual Plane (emoji), over which the form loses whole requests. */
function plain(text: string): string {
  const kept = text.normalize('NFC').replace(/[\u{10000}-\u{10FFFF}]/gu, ' ');
  return kept.replace(/\s+/g, ' ').trim();
}

function namesOf(payer: Payer): { nombres: string; apellidos: string } {
  if (payer.kind === 'company') return { nombres: plain(payer.name) || 'NA', apellidos: 'NA' };
  const { names, surnames } = splitName(payer.name);
  return { nombres: names, apellidos: surnames };
}

/** ePayco knows a NIT without its check digit. */
function documentOf({ document }: Payer): { tipo_doc: string; documento: string } {
  const { type, number } = present(document, 'a document');
  const characters = number.replace('-', '');
  return { tipo_doc: type, documento: type === 'NIT' ? characters.slice(0, 9) : characters };
}

function present<T>(value: T | null, what: string): T {
  if (value === null) throw new ConnectorError('invalid_request', `ePayco wants ${what}`);
  return value;
}

/** A Colombian number without its country code; others as digits. */
function nationalPhone(phone: string | null): string {
  return phone === null ? '' : phone.replace(/^\+57/, '').replace(/^\+/, '');
}

function wholePesos(amount: Money): string {
  if (amount.currency !== 'COP') {
    throw new ConnectorError('invalid_request', 'ePayco collects cash in COP only');
  }
  try {
    return wholeUnits(amount).toString();
  } catch (cause) {
    throw new ConnectorError('invalid_request', 'ePayco takes whole pesos', { cause });
  }
}

function toMoney(text: string, currency: string): Money {
  if (currency !== 'COP') throw new ConnectorError('malformed_reply', `currency ${currency}`);
  try {
    return parseDecimal(text, 'COP');
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the amount is not a decimal', { cause });
  }
}
