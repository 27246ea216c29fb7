import type { Day } from '@cauce/calendar';
import { ConnectorError, type IssueRequest, type ProviderTransaction } from '@cauce/connector-kit';
import type { Payer } from '@cauce/contracts';
import { compare, parseDecimal, wholeUnits, type Money } from '@cauce/money';
import { orderChecksum } from './payvalida.checksums.js';
import type { OrderData, RegisterData } from './payvalida.messages.js';
import { statusOf } from './payvalida.states.js';
import { endOfDay, endOfLife, fromLocalTime, toSlashedDay } from './payvalida.time.js';
import { asciiText, plainName } from './plain-text.js';

/** Payvalida's number of Colombia, and the currency that it collects there. */
const COLOMBIA = 343;
const CURRENCY = 'COP';

/** Lengths of Payvalida's fields. */
const MAX_EMAIL = 100;
const MAX_DESCRIPTION = 250;
const MAX_NAME = 25;
const MAX_DOCUMENT = 15;

/** What an order is made of besides the payment. */
export interface OrderTerms {
  readonly merchant: string;
  readonly fixedHash: string;
  /** Payvalida's name of the way to pay: `efecty`, `pse`. */
  readonly method: string;
  /** The last day on which it can be paid. */
  readonly expiresOn: Day;
}

/** An order as it can be paid. */
export interface PayableOrder {
  /** Payvalida's payment number, which the payer names at the counter; empty when it has told none. */
  readonly code: string;
  readonly checkout: string;
  readonly expiresAt: Date;
}

/**
 * The body of a register. No payment number is sent along: Payvalida gives one that is free.
 *
 * @throws ConnectorError invalid_request for centavos, nothing, another currency, or no usable e-mail
 * @source docs.payvalida.com, API Recaudo, "Registrar"
 */
export function toOrderBody(
  request: IssueRequest,
  terms: OrderTerms,
): Record<string, string | number | boolean> {
  const { reference: order, payer } = request;
  const amount = wholePesos(request.amount);
  const email = emailOf(payer);
  const signed = { email, country: String(COLOMBIA), order, money: CURRENCY, amount };
  return {
    country: COLOMBIA,
    email,
    merchant: terms.merchant,
    order,
    money: CURRENCY,
    amount,
    description: asciiText(request.description, MAX_DESCRIPTION) || `Pago ${order}`,
    language: 'es',
    recurrent: false,
    expiration: toSlashedDay(terms.expiresOn),
    method: terms.method,
    iva: '0',
    checksum: orderChecksum(signed, terms.fixedHash),
    ...documentOf(payer),
    user_name: plainName(payer.name, MAX_NAME),
  };
}

/**
 * Reads the answer of a register.
 *
 * @param expiresOn the day that was asked for; the answer says nothing of the end
 * @throws ConnectorError wrong_reference for another order or amount, malformed_reply
 */
export function toRegistered(
  data: RegisterData,
  request: IssueRequest,
  expiresOn: Day,
): PayableOrder {
  if (canonicalReference(data.OrdenID) !== request.reference) {
    throw new ConnectorError('wrong_reference', 'the answer is about another order');
  }
  if (compare(toMoney(data.Monto, CURRENCY), request.amount) !== 0) {
    throw new ConnectorError('wrong_reference', 'the answer is about another amount');
  }
  return { code: data.Referencia, checkout: data.checkout, expiresAt: endOfDay(expiresOn) };
}

/**
 * Reads an order that was there already as what it was issued for: an order is registered only once, so that
 * this is how one is issued again.
 *
 * @param data an order whose number is our reference
 * @param expiresOn the day that would be asked for now; the order's own end counts when it is earlier
 * @throws ConnectorError duplicate_reference for an order of another amount or one that cannot be paid now
 */
export function toRegisteredBefore(
  data: OrderData,
  request: IssueRequest,
  expiresOn: Day,
): PayableOrder {
  const { status, amount } = toTransaction(data);
  if (status !== 'pending' || compare(amount, request.amount) !== 0) {
    throw new ConnectorError('duplicate_reference', `the order is there already, ${data.STATE}`);
  }
  const asked = endOfDay(expiresOn);
  const end = data.CREATION_DATE && endOfLife(fromLocalTime(data.CREATION_DATE), data.LIFE_TIME);
  const expiresAt = end && end < asked ? end : asked;
  return { code: data.REFERENCE, checkout: data.checkout, expiresAt };
}

/**
 * Reads an order as a transaction. Payvalida can be asked about an order by our number alone, which is unique
 * for ever; so that number names the transaction too. What was paid is taken to be what was due: tills take no
 * other sum for an order that names one, and an amount that differs is stated as it came.
 *
 * @throws ConnectorError malformed_reply for a state, currency, amount or time that cannot be
 */
export function toTransaction(data: OrderData): ProviderTransaction {
  const status = statusOf(data.STATE);
  if (status === null) {
    throw new ConnectorError('malformed_reply', `unknown state ${data.STATE.slice(0, 40)}`);
  }
  const reference = canonicalReference(data.ORDER);
  return {
    providerTransactionId: reference,
    reference,
    status,
    amount: toMoney(data.AMOUNT, data.CURRENCY),
    occurredAt: fromLocalTime(data.UDPATE_DATE || data.CREATION_DATE),
  };
}

/**
 * The page that the payer is sent to. Payvalida writes it without a scheme.
 *
 * @param apiUrl where Payvalida itself is: the page must be as safe
 * @throws ConnectorError malformed_reply for what is no such page
 */
export function checkoutUrl(checkout: string, apiUrl: string): string {
  const { protocol } = new URL(apiUrl);
  const url = URL.parse(/^[a-z]+:\/\//i.test(checkout) ? checkout : `${protocol}//${checkout}`);
  if (checkout !== '' && url?.protocol === protocol && url.username === '') return url.href;
  throw new ConnectorError('malformed_reply', 'the checkout is not a page that we would open');
}

/** Our reference as a provider or a till may have written it: spaces, dashes and left zeros do not count. */
export function canonicalReference(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/^0+(?=\d)/, '');
}

function emailOf({ email }: Payer): string {
  if (email === null || email.length > MAX_EMAIL) {
    throw new ConnectorError('invalid_request', 'Payvalida wants an e-mail of 100 characters');
  }
  return email;
}

/** Payvalida can do without a document; a NIT is named without its check digit. */
function documentOf({ document }: Payer): Record<string, string> {
  if (document === null) return {};
  const characters = document.number.replace(/[\s.-]/g, '');
  const number = document.type === 'NIT' ? characters.slice(0, 9) : characters;
  return number.length > MAX_DOCUMENT ? {} : { user_di: number, user_type_di: document.type };
}

/**
 * An amount as Payvalida and its tills write it. One of nothing would make an order that takes any amount.
 *
 * @throws ConnectorError invalid_request for centavos, nothing, or another currency
 */
export function wholePesos(amount: Money): string {
  if (amount.currency !== CURRENCY || amount.minor <= 0n) {
    throw new ConnectorError('invalid_request', 'Payvalida collects some amount of COP');
  }
  try {
    return wholeUnits(amount).toString();
  } catch (cause) {
    throw new ConnectorError('invalid_request', 'Payvalida takes whole pesos', { cause });
  }
}

function toMoney(text: string, currency: string): Money {
  if (currency !== CURRENCY) {
    throw new ConnectorError('malformed_reply', `currency ${currency.slice(0, 12)}`);
  }
  try {
    return parseDecimal(text, CURRENCY);
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the amount is not a decimal', { cause });
  }
}
