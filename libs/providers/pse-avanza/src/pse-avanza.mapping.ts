import {
  ConnectorError,
  type Bank,
  type Issued,
  type IssueRequest,
  type ProviderTransaction,
} from '@cauce/connector-kit';
import { compare, formatDecimal, parseDecimal, type Money } from '@cauce/money';
import type { ExactNumber } from './write-exactly.js';
import { REFERENCE_FIELDS, type PseAvanzaAccount } from './pse-avanza.account.js';
import type { BankList, CreateData, StatusData } from './pse-avanza.messages.js';
import { payerFields, present } from './pse-avanza.payer.js';
import { statusOf } from './pse-avanza.states.js';
import { FIELD_LENGTHS, plainText, plainUrl, unchanged } from './pse-avanza.text.js';
import { canonicalReference, ticketOf } from './pse-avanza.ticket.js';
import { fromAchTime, toAchTime } from './pse-avanza.time.js';

/** What a payment is for, when nothing of its description may be said at PSE. */
const DEFAULT_DESCRIPTION = 'Pago';

/** Codes that stand in the list of banks for "choose one". */
const NO_BANK = /^0*$/;

/**
 * The message of a create, in the order in which the public SDKs write it. Our reference goes into the field
 * that the account names, and into no other.
 *
 * @throws ConnectorError invalid_request for an amount that is no whole step, another currency, no bank, or
 *   a payer whom PSE cannot take
 */
export function toCreateFields(
  request: IssueRequest,
  account: PseAvanzaAccount,
  step: Money,
  now: Date,
): Record<string, string | ExactNumber> {
  const { beneficiary } = account;
  const references = REFERENCE_FIELDS.map((field) => [
    field,
    field === account.referenceField ? request.reference : '',
  ]);
  const { userType, ...payer } = payerFields(request.payer, account.payer);
  const description = plainText(request.description, FIELD_LENGTHS.paymentDescription);
  return {
    entityCode: account.entityCode,
    financialInstitutionCode: bankOf(request),
    serviceCode: account.serviceCode,
    transactionValue: { number: inPesos(request.amount, step) },
    vatValue: { number: '0.00' },
    ticketId: { number: String(ticketOf(request.reference, account.ticketDigits)) },
    entityurl: plainUrl(present(request.returnUrl, 'a place to return to')),
    userType,
    ...Object.fromEntries(references),
    soliciteDate: toAchTime(now),
    paymentDescription: description || DEFAULT_DESCRIPTION,
    ...payer,
    beneficiaryEntityIdentificationType: beneficiary.entityIdentificationType,
    beneficiaryEntityIdentification: beneficiary.entityIdentification,
    beneficiaryEntityName: beneficiary.entityName,
    beneficiaryEntityCIIUCategory: beneficiary.entityCiiuCategory,
    beneficiaryIdentificationType: beneficiary.identificationType,
    beneficiaryIdentification: beneficiary.identification,
    indicator4per1000: { number: account.indicator4per1000 },
  };
}

/**
 * Reads the answer of a create that worked. It names neither our reference nor the amount; should it repeat
 * ticket or amount all the same, they have to be ours.
 *
 * @param expiresAt when the link must be over: PSE does not say it, nor can it be told
 * @param isPlainAllowed whether the page may be without TLS, as only a pretended PSE's is
 * @throws ConnectorError wrong_reference, malformed_reply
 */
export function toIssued(
  data: CreateData,
  request: IssueRequest,
  expected: { readonly ticket: bigint; readonly expiresAt: Date; readonly isPlainAllowed: boolean },
): Issued {
  if (data.ticketId !== null && data.ticketId !== String(expected.ticket)) {
    throw new ConnectorError('wrong_reference', 'the answer is about another ticket');
  }
  const { transactionValue: value } = data;
  if (value !== null && compare(toMoney(value), request.amount) !== 0) {
    throw new ConnectorError('wrong_reference', 'the answer is about another amount');
  }
  if (!expected.isPlainAllowed && !data.pseURL.startsWith('https:')) {
    throw new ConnectorError('malformed_reply', 'a page that is not https');
  }
  return {
    providerTransactionId: data.trazabilityCode,
    instruction: { kind: 'redirect', url: data.pseURL, expiresAt: expected.expiresAt },
  };
}

/**
 * Reads a transaction.
 *
 * @throws ConnectorError wrong_reference for another entity's, malformed_reply for a state, amount or time
 *   that cannot be
 */
export function toTransaction(data: StatusData, account: PseAvanzaAccount): ProviderTransaction {
  if (data.entityCode !== account.entityCode) {
    throw new ConnectorError('wrong_reference', 'a transaction of another entity');
  }
  const status = statusOf(data.transactionState, data.causeRejection);
  if (status === null) throw new ConnectorError('malformed_reply', 'a state that is unknown');
  const occurredAt = fromAchTime(data.bankProcessDate) ?? fromAchTime(data.soliciteDate);
  if (occurredAt === null) throw new ConnectorError('malformed_reply', 'a transaction of no time');
  return {
    providerTransactionId: data.trazabilityCode,
    reference: canonicalReference(data[account.referenceField] ?? ''),
    status,
    amount: toMoney(data.transactionValue),
    occurredAt,
  };
}

/** The banks of the list, each once, by name; without the line that asks to choose one. */
export function toBanks(list: BankList): Bank[] {
  const banks = new Map<string, string>();
  for (const one of list) {
    const code = one.financialInstitutionCode.trim();
    const name = one.financialInstitutionName.trim();
    if (!NO_BANK.test(code) && name !== '' && !banks.has(code)) banks.set(code, name);
  }
  return [...banks]
    .map(([code, name]) => ({ code, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'es'));
}

function bankOf({ bank }: IssueRequest): string {
  if (bank === null || NO_BANK.test(bank)) {
    throw new ConnectorError('invalid_request', 'PSE wants the payer’s bank');
  }
  return unchanged(bank, 'a bank');
}

function inPesos(amount: Money, step: Money): string {
  if (amount.currency !== 'COP') {
    throw new ConnectorError('invalid_request', 'PSE moves COP only');
  }
  if (amount.minor % step.minor !== 0n) {
    throw new ConnectorError('invalid_request', `not a multiple of ${formatDecimal(step)}`);
  }
  return formatDecimal(amount);
}

function toMoney(text: string): Money {
  try {
    return parseDecimal(text, 'COP');
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the amount is not a decimal', { cause });
  }
}
