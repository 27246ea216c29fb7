import {
  ConnectorError,
  type Issued,
  type IssueRequest,
  type ProviderTransaction,
} from '@cauce/connector-kit';
import { compare, type Money } from '@cauce/money';
import { toMoney, wholePesos } from './epayco.amounts.js';
import type { CashData, StatusData } from './epayco.messages.js';
import { documentOf, namesOf, nationalPhone, plain, present } from './epayco.payer.js';
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
