import {
  ConnectorError,
  type Issued,
  type IssueRequest,
  type ProviderTransaction,
} from '@cauce/connector-kit';
import { compare } from '@cauce/money';
import { toMoney, wholePesos } from './epayco.amounts.js';
import { canonicalReference, type EpaycoAccount } from './epayco.mapping.js';
import { documentOf, namesOf, nationalPhone, plain, present } from './epayco.payer.js';
import { endedAtOnce } from './epayco.refusals.js';
import { EPAYCO_STATES, stateNamed } from './epayco.states.js';
import { fromBogotaTime } from './epayco.time.js';
import type { Leaves } from './epayco-transactions.leaf-cipher.js';
import type { TransactionReplyData } from './epayco-transactions.messages.js';
import type { TransactionWay } from './epayco-transactions.ways.js';

/**
 * The body of a create, in the order in which the SDK writes it, before its leaves are encrypted. An end cannot
 * be asked for. That a bill may have one transaction only is what keeps a repeated create from making another.
 *
 * @throws ConnectorError invalid_request for centavos, another currency, a payer without document or e-mail, or
 *   what the way of paying lacks
 * @source epayco/epayco-node, development branch, `buildBody`
 */
export function toTransactionBody(
  request: IssueRequest,
  account: EpaycoAccount,
  way: TransactionWay,
): Leaves {
  const { tipo_doc: documentType, documento: document } = documentOf(request.payer);
  const { nombres: names, apellidos: lastNames } = namesOf(request.payer);
  const { paymentMethod, paymentMethodData, modo_pago } = way.toMethod(request);
  return {
    invoice: request.reference,
    quotes: '1',
    documentType,
    document,
    names,
    lastNames,
    cellphone: nationalPhone(request.payer.phone),
    email: present(request.payer.email, 'an e-mail address'),
    amount: wholePesos(request.amount),
    tax: 0,
    ico: 0,
    taxBase: 0,
    currency: 'COP',
    testMode: account.isTest,
    uniqueTransactionPerBill: true,
    paymentMethod,
    paymentMethodData,
    country: 'CO',
    ip: account.egressIp,
    responseUrl: request.returnUrl ?? request.callbackUrl,
    confirmationUrl: request.callbackUrl,
    confirmationMethod: 'POST',
    description: plain(request.description),
    integrationType: { tipo_checkout: 'smart_checkout', modo_pago },
    publicKey: account.publicKey,
    extras: {},
    extrasEpayco: { extra1: '', extra2: '', extra3: '', extra5: 'P44' },
  };
}

/**
 * Reads a transaction as what the payer needs, from the answer of a create or of a query. Only what can still be
 * paid, or is paid, is handed out: a payer must not be shown a voucher that is over, nor one of another kind of
 * account, whose money is never found.
 *
 * @throws ConnectorError wrong_reference for another invoice, mode, amount or franchise; a kind of outcome
 *   `rejected` for what was ended at once; malformed_reply for any other state that is over, an unknown one, or
 *   where the payer could not be told what to do
 */
export function toIssuedTransaction(
  data: TransactionReplyData,
  request: IssueRequest,
  account: EpaycoAccount,
  way: TransactionWay,
  now: Date,
): Issued {
  if (canonicalReference(data.invoice) !== request.reference) throw aboutAnother('invoice');
  if (data.testMode !== account.isTest) throw aboutAnother('kind of account, test or live');
  const state = stateOf(data);
  const status = EPAYCO_STATES[state];
  if (status === 'rejected') throw endedAtOnce(state, data.response ?? data.status);
  if (compare(toMoney(data.amount, data.currency), request.amount) !== 0) {
    throw aboutAnother('amount');
  }
  const franchise = data.franchise ?? null;
  if (franchise === null) {
    throw new ConnectorError('malformed_reply', 'a transaction without its franchise');
  }
  if (franchise !== way.franchise) throw aboutAnother('franchise');
  if (status !== 'pending' && status !== 'paid') {
    throw new ConnectorError('malformed_reply', `nothing to be paid in state ${state}`);
  }
  return {
    providerTransactionId: data.refPayco,
    instruction: way.toInstruction(data, request, now),
  };
}

function aboutAnother(what: string): ConnectorError {
  return new ConnectorError('wrong_reference', `the answer is about another ${what}`);
}

/**
 * Reads a transaction as its state.
 *
 * @throws ConnectorError malformed_reply for a state, currency, amount or time that cannot be
 */
export function toTransactionStatus(data: TransactionReplyData): ProviderTransaction {
  return {
    providerTransactionId: data.refPayco,
    reference: canonicalReference(data.invoice),
    status: EPAYCO_STATES[stateOf(data)],
    amount: toMoney(data.amount, data.currency),
    occurredAt: fromBogotaTime(data.date ?? ''),
  };
}

function stateOf(data: TransactionReplyData): keyof typeof EPAYCO_STATES {
  const state = stateNamed(data.status);
  if (state !== null) return state;
  throw new ConnectorError('malformed_reply', `unknown state ${data.status.slice(0, 40)}`);
}
