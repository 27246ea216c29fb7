import type { ProviderStatus } from '@cauce/contracts';
import { ConnectorError, type IssueRequest, type ProviderTransaction } from '@cauce/connector-kit';
import { formatDecimal, parseDecimal, wholeUnits, type Currency } from '@cauce/money';
import type { StatusReply } from './epayco.messages.js';

/**
 * ePayco's transaction states by `x_cod_transaction_state`. A closed table: another value is an error, never
 * taken for pending.
 *
 * @source TransactionStateCodes of ePayco's public services code; its WooCommerce plugin agrees
 */
export const EPAYCO_STATES: Readonly<Record<string, Exclude<ProviderStatus, 'absent'>>> = {
  '1': 'paid', // Aceptada
  '2': 'rejected', // Rechazada
  '3': 'pending', // Pendiente
  '4': 'rejected', // Fallida
  '6': 'reversed', // Reversada
  '7': 'pending', // Retenida
  '8': 'pending', // Iniciada
  '9': 'expired', // Expirada
  '10': 'cancelled', // Abandonada
  '11': 'cancelled', // Cancelada
  '12': 'rejected', // Antifraude
};

/** Settings of an ePayco account that go into every request. */
export interface EpaycoAccount {
  readonly publicKey: string;
  readonly isTest: boolean;
  /** Address that ePayco is told as the payer's: it wants one, and we do not pass payers' addresses on. */
  readonly egressIp: string;
}

/**
 * The body of a cash create.
 *
 * @throws ConnectorError invalid_request for centavos, another currency, or a company without a name
 */
export function toCashBody(
  request: IssueRequest,
  account: EpaycoAccount,
): Record<string, string | object> {
  if (request.amount.currency !== 'COP') {
    throw new ConnectorError('invalid_request', 'ePayco collects cash in COP only');
  }
  const { names, surnames } = splitName(request.payer.name);
  const { document } = request.payer;
  if (document === null) throw new ConnectorError('invalid_request', 'ePayco wants a document');
  const flag = account.isTest ? 'TRUE' : 'FALSE';
  return {
    factura: request.reference,
    descripcion: request.description,
    valor: wholePesos(request),
    iva: '0',
    baseiva: '0',
    moneda: 'COP',
    tipo_persona: request.payer.kind === 'company' ? '1' : '0',
    tipo_doc: document.type,
    documento: documentNumber(document),
    nombres: names,
    apellidos: surnames,
    email: request.payer.email ?? '',
    celular: nationalPhone(request.payer.phone),
    fechaexpiracion: toBogotaTime(request.expiresAt),
    ip: account.egressIp,
    url_respuesta: request.returnUrl ?? request.callbackUrl,
    url_confirmacion: request.callbackUrl,
    metodoconfirmacion: 'POST',
    extras_epayco: { extra5: 'P44' },
    test: flag,
    public_key: account.publicKey,
    i: 'MDAwMDAwMDAwMDAwMDAwMA==',
    enpruebas: flag,
    lenguaje: 'javascript',
    p: '',
  };
}

function wholePesos(request: IssueRequest): string {
  try {
    return wholeUnits(request.amount).toString();
  } catch (cause) {
    throw new ConnectorError('invalid_request', 'ePayco takes whole pesos', { cause });
  }
}

/** ePayco knows a NIT without its check digit. */
function documentNumber(document: { type: string; number: string }): string {
  const digits = document.number.replace('-', '');
  return document.type === 'NIT' ? digits.slice(0, 9) : digits;
}

/** A Colombian number without its country code; others as digits. */
function nationalPhone(phone: string | null): string {
  return phone === null ? '' : phone.replace(/^\+57/, '').replace(/^\+/, '');
}

/**
 * Splits a full name in two, as the form wants it: half of the words are names, the rest surnames. Characters
 * outside the Basic Multilingual Plane (emoji) are left out: the form loses whole requests over them.
 */
export function splitName(full: string): { names: string; surnames: string } {
  const words = full
    .replace(/[\u{10000}-\u{10FFFF}]/gu, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const middle = Math.max(1, Math.floor(words.length / 2));
  const names = words.slice(0, middle).join(' ') || 'NA';
  return { names, surnames: words.slice(middle).join(' ') || 'NA' };
}

/** `YYYY-MM-DD HH:MM:SS` in Bogota, five hours behind UTC all year. */
export function toBogotaTime(at: Date): string {
  const local = new Date(at.getTime() - 5 * 3_600_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)}`;
}

/**
 * Reads ePayco's local time.
 *
 * @param text `YYYY-MM-DD HH:MM:SS`, or a date alone, which means the end of that day
 * @throws ConnectorError malformed_reply
 */
export function fromBogotaTime(text: string): Date {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?/.exec(text.trim());
  const at = match === null ? null : new Date(`${match[1]}T${match[2] ?? '23:59:59'}-05:00`);
  if (at === null || Number.isNaN(at.getTime())) {
    throw new ConnectorError('malformed_reply', `not a time: ${text.slice(0, 40)}`);
  }
  return at;
}

/**
 * Reads a status answer.
 *
 * @throws ConnectorError malformed_reply for a state that ePayco's tables do not have
 */
export function toTransaction(data: StatusReply['data']): ProviderTransaction {
  const code = data.x_cod_transaction_state;
  const status = Object.hasOwn(EPAYCO_STATES, code) ? EPAYCO_STATES[code] : undefined;
  if (status === undefined) {
    throw new ConnectorError('malformed_reply', `unknown state ${code}`);
  }
  return {
    providerTransactionId: data.x_ref_payco,
    reference: canonicalReference(data.x_id_invoice),
    status,
    amount: toMoney(data.x_amount, data.x_currency_code),
    occurredAt: fromBogotaTime(data.x_transaction_date),
  };
}

/** Our reference as a provider or a till may have written it: spaces and left zeros do not count. */
export function canonicalReference(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/^0+(?=\d)/, '');
}

function toMoney(text: string, currency: string) {
  if (currency !== 'COP') throw new ConnectorError('malformed_reply', `currency ${currency}`);
  try {
    return parseDecimal(text, currency as Currency);
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the amount is not a decimal', { cause });
  }
}

/** Whether an answered amount is the asked one. */
export function isSameAmount(text: string, request: IssueRequest): boolean {
  return formatDecimal(toMoney(text, 'COP')) === formatDecimal(request.amount);
}
