import { createHash } from 'node:crypto';
import { ConnectorError, type IssueRequest } from '@cauce/connector-kit';
import { wholeUnits, type Money } from '@cauce/money';
import type { OrderOwner } from './payu.orders.js';
import { plainText, toAddress, toPerson, type PayuAddress } from './payu.payer.js';
import { requestSignature, type PayuHash, type PayuSigningKeys } from './payu.signatures.js';
import { toBogotaTime } from './payu.time.js';

/** Settings of a PayU account that go into every request. */
export interface PayuAccount extends OrderOwner {
  /** PayU's number of the merchant, which signatures name; `accountId` is that of the country's account. */
  readonly merchantId: string;
  /** Hash of the signatures of requests. Confirmations may come with any. */
  readonly hash: PayuHash;
  /** Address that PayU is told as the payer's: it wants one, and we do not pass payers' addresses on. */
  readonly egressIp: string;
  /** What PSE is told as the payer's browser, for the same reason. */
  readonly userAgent: string;
  readonly address: PayuAddress;
}

/** Counters that PayU reaches: Efecty, Su Red (`OTHERS_CASH`) and banks. */
export type PayuCashMethod = 'EFECTY' | 'OTHERS_CASH' | 'BANK_REFERENCED';

/** Longest description, in characters. */
const MAX_DESCRIPTION = 255;

/** A `transaction` of a submit: what stands in it is PayU's to say. */
export type PayuTransaction = Readonly<Record<string, unknown>>;

/**
 * A payment at a counter.
 *
 * @param request its `expiresAt` lies within what the account allows
 * @throws ConnectorError invalid_request for centavos, another currency, or a payer that PayU cannot take
 * @source PayU Latam's documentation, "Payments API Colombia", cash and bank reference
 */
export function toCashTransaction(
  request: IssueRequest,
  method: PayuCashMethod,
  account: PayuAccount,
  keys: PayuSigningKeys,
): PayuTransaction {
  return {
    ...toTransaction(request, account, keys),
    paymentMethod: method,
    expirationDate: toBogotaTime(request.expiresAt),
  };
}

/**
 * A bank transfer over PSE. What PayU wants to know of the payer's browser is made from the attempt, so that
 * it differs by payment and is the same again.
 *
 * @throws ConnectorError invalid_request as for cash, or when no bank was chosen
 * @source PayU Latam's documentation, "Payments API Colombia", bank transfer
 */
export function toPseTransaction(
  request: IssueRequest,
  account: PayuAccount,
  keys: PayuSigningKeys,
): PayuTransaction {
  const { bank, returnUrl } = request;
  if (bank === null || returnUrl === null) {
    throw new ConnectorError('invalid_request', 'PSE wants a bank, and a place to return to');
  }
  const person = toPerson(request.payer, account.address);
  return {
    ...toTransaction(request, account, keys),
    paymentMethod: 'PSE',
    extraParameters: {
      RESPONSE_URL: returnUrl,
      PSE_REFERENCE1: account.egressIp,
      FINANCIAL_INSTITUTION_CODE: bank,
      USER_TYPE: request.payer.kind === 'company' ? 'J' : 'N',
      PSE_REFERENCE2: person.dniType,
      PSE_REFERENCE3: person.dniNumber,
    },
    deviceSessionId: digestOf('device', request.attemptId),
    cookie: digestOf('cookie', request.attemptId),
    userAgent: account.userAgent,
  };
}

function toTransaction(request: IssueRequest, account: PayuAccount, keys: PayuSigningKeys) {
  const person = toPerson(request.payer, account.address);
  const address = toAddress(account.address);
  return {
    order: {
      accountId: account.accountId,
      referenceCode: request.reference,
      description: plainText(request.description, MAX_DESCRIPTION) || request.reference,
      language: 'es',
      signature: requestSignature(toSigned(request), keys, account.hash),
      notifyUrl: request.callbackUrl,
      additionalValues: toValues(request.amount),
      buyer: { ...person, shippingAddress: address },
    },
    payer: { ...person, billingAddress: address },
    type: 'AUTHORIZATION_AND_CAPTURE',
    paymentCountry: 'CO',
    ipAddress: account.egressIp,
  };
}

function toSigned({ reference, amount }: IssueRequest) {
  return { reference, amount: String(wholePesos(amount)), currency: amount.currency };
}

/** Taxes are the merchant's to account for; without their values PayU would work some out of its own. */
function toValues(amount: Money) {
  const value = (pesos: number) => ({ value: pesos, currency: 'COP' });
  return {
    TX_VALUE: value(wholePesos(amount)),
    TX_TAX: value(0),
    TX_TAX_RETURN_BASE: value(0),
  };
}

/** A whole number that JSON carries exactly. */
function wholePesos(amount: Money): number {
  if (amount.currency !== 'COP') {
    throw new ConnectorError('invalid_request', 'PayU collects COP only in Colombia');
  }
  const pesos = Number(exactly(amount));
  if (Number.isSafeInteger(pesos) && pesos > 0) return pesos;
  throw new ConnectorError('invalid_request', 'an amount that JSON does not carry exactly');
}

function exactly(amount: Money): bigint {
  try {
    return wholeUnits(amount);
  } catch (cause) {
    throw new ConnectorError('invalid_request', 'PayU takes whole pesos', { cause });
  }
}

function digestOf(what: string, attemptId: string): string {
  return createHash('sha256').update(`${what}:${attemptId}`).digest('hex').slice(0, 32);
}
