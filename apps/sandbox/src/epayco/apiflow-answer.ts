import { wholeUnits } from '@cauce/money';
import { bogotaText } from '../bogota-time.js';
import type { Transaction, Voucher } from '../collections/collection.js';
import type { Answer } from '../faults/answer-with-faults.js';
import { CASH_NETWORKS } from './cash-network.js';
import { epaycoTransaction, type EpaycoTransaction } from './epayco-transaction.js';
import { namesOf } from './networks.js';
import type { FieldProblem } from './request-refusal.js';
import { testFlagOf } from './test-flag.js';
import { reasonOf, STATE_CODES, TRANSACTION_STATES } from './transaction-state.js';

/** What a transfer that waits has for a code, where a voucher has `P004`. */
const WAITING_CODE = '0000';

/**
 * What the newer service says of a transaction.
 *
 * @param bankUrl - the session at the bank, of a transfer that is just begun; null in a query
 * @source epayco/epayco-node and epayco/epayco-php, development branches, compared there with live answers:
 *   names, `SIN CIUDAD`, `ico` as text in a query, `ticketId` as a number that is too long for one, the payer
 *   masked, `urlPayment` while a transfer waits; the order and the other texts are ours
 */
export function transactionAnswer(
  voucher: Voucher | undefined,
  found: Transaction,
  bankUrl: string | null,
): Answer {
  const isQuery = bankUrl === null;
  const transaction = epaycoTransaction(found);
  const { details, state, network } = transaction;
  const amount = Number(wholeUnits(transaction.amount));
  const names = namesOf(network, details.banco);
  const reason = reasonOf(network, state);
  const data = {
    refPayco: transaction.refPayco,
    invoice: transaction.factura,
    description: details.descripcion,
    amount,
    tax: details.iva,
    ico: isQuery ? details.ico.toFixed(2) : details.ico,
    taxBase: details.baseiva,
    subtotal: amount - details.iva,
    currency: transaction.amount.currency,
    status: TRANSACTION_STATES[state],
    response: reason.text,
    responseCode: reason.code || WAITING_CODE,
    authorization: transaction.approvalCode,
    receipt: transaction.transactionId,
    date: bogotaText(transaction.paidAt ?? transaction.createdAt),
    franchise: names.franchise,
    nameBank: names.bank,
    city: details.ciudad || 'SIN CIUDAD',
    testMode: testFlagOf(details),
    ip: details.ip,
    payerInformation: payerOf(transaction),
    extras: details.extras,
    extrasEpayco: { extra5: details.extra5Epayco },
    paymentProviderData: providerDataOf(transaction, voucher, bankUrl),
  };
  const message = `Transacción ${isQuery ? 'consultada' : 'creada'} exitosamente`;
  return { status: 200, body: { success: true, message, data } };
}

function providerDataOf(
  { network, code, cycle, state, transactionId }: EpaycoTransaction,
  voucher: Voucher | undefined,
  bankUrl: string | null,
): object {
  if (network !== 'pse') {
    return {
      pin: code,
      agreementCode: CASH_NETWORKS[network].agreement,
      expirationDate: voucher === undefined ? null : bogotaText(voucher.expiresAt),
      trm: 0,
    };
  }
  const isOpen = bankUrl !== null && state === STATE_CODES.pending;
  return {
    ...(isOpen ? { urlPayment: bankUrl } : {}),
    trazabilityCode: code,
    ticketId: Number(transactionId),
    cycle: Number(cycle),
  };
}

function payerOf({ details }: EpaycoTransaction): object {
  return {
    documentType: masked(details.tipoDoc),
    document: masked(details.documento),
    names: masked(details.nombres),
    lastNames: masked(details.apellidos),
    email: masked(details.email),
    address: masked(details.direccion),
  };
}

/** `C*` for `CC`. */
function masked(text: string): string {
  return text.slice(0, 1) + '*'.repeat(Math.max(0, text.length - 1));
}

/**
 * A request that was refused: nothing was created. The status is ours.
 *
 * @source epayco/epayco-node `extractErrorMessage`: a message that says nothing, and the errors below it
 */
export function apiflowRefusal(problems: readonly FieldProblem[]): Answer {
  const data = {
    errorType: 'ValidationException',
    errorTypeDescription: 'Error de validación',
    errors: problems.map(({ code, message }) => ({ code, message })),
  };
  return { status: 400, body: { success: false, message: 'Transaction request', data } };
}

/** Any other refusal. */
export function apiflowError(status: 401 | 404 | 500, message: string): Answer {
  return { status, body: { success: false, message } };
}
