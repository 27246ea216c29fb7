import { wholeUnits } from '@cauce/money';
import { bogotaText } from '../bogota-time.js';
import type { Transaction } from '../collections/collection.js';
import type { Answer } from '../faults/answer-with-faults.js';
import { BANKS } from './banks.js';
import { epaycoTransaction, type EpaycoTransaction } from './epayco-transaction.js';
import { namesOf } from './networks.js';
import { testFlagOf } from './test-flag.js';
import { reasonOf, STATE_CODES, TRANSACTION_STATES, type StateCode } from './transaction-state.js';

/** What a transfer that has just begun says of itself. */
const REDIRECTING = 'Redireccionando al banco';

/**
 * How a query calls the states of a transfer. `PENDING` and `OK` are in kept answers, the other two are what ACH
 * has beside them; the texts are ours but the first.
 */
const QUERY_TITLES: Partial<Record<StateCode, readonly [title: string, text: string]>> = {
  [STATE_CODES.pending]: ['PENDING', 'Transacción Pendiente'],
  [STATE_CODES.paid]: ['OK', 'Transacción Aprobada'],
  [STATE_CODES.reversed]: ['OK', 'Transacción Reversada'],
  [STATE_CODES.rejected]: ['NOT_AUTHORIZED', 'Transacción Rechazada'],
};

const OTHERWISE = ['FAILED', 'Transacción Fallida'] as const;

/**
 * The answer to a request for a transfer; `urlbanco` is where the payer goes.
 *
 * @param bankUrl - the session at the bank
 * @source epayco-node `mapToLegacyShape` of `msTransactionBank`, compared with a live legacy answer: names,
 *   order, `autorizacion` as `transactionID`, `recibo` as `ticketId`; answers that integrators kept: texts
 */
export function pseAnswer(found: Transaction, bankUrl: string): object {
  const transaction = epaycoTransaction(found);
  const { details, state } = transaction;
  const reason = reasonOf('pse', state);
  return {
    success: true,
    title_response: 'SUCCESS',
    text_response: 'Transaccion Creada Exitosamente',
    last_action: 'get bank url',
    data: {
      ...amountsOf(transaction),
      moneda: transaction.amount.currency,
      estado: TRANSACTION_STATES[state],
      respuesta: state === STATE_CODES.pending ? REDIRECTING : reason.text,
      cod_respuesta: state,
      cod_error: reason.code || null,
      autorizacion: transaction.approvalCode,
      ciudad: details.ciudad,
      recibo: transaction.transactionId,
      fecha: bogotaText(transaction.createdAt),
      urlbanco: bankUrl,
      transactionID: transaction.code,
      ticketId: transaction.transactionId,
      extras: details.extras,
      extras_epayco: { extra5: details.extra5Epayco },
      ciclo: transaction.cycle,
    },
  };
}

/**
 * The answer about a transfer, by its `transactionID` or its ticket.
 *
 * @source epayco-php `mapQueryToLegacyShape` of `MsTransactionBank`: names and order of the legacy query;
 *   `ticketId` was a number in an answer of 2020 and is text since
 */
export function pseStatusAnswer(found: Transaction): object {
  const transaction = epaycoTransaction(found);
  const { details, state, amount } = transaction;
  const reason = reasonOf('pse', state);
  const [title, text] = QUERY_TITLES[state] ?? OTHERWISE;
  return {
    success: true,
    title_response: title,
    text_response: text,
    last_action: 'update_transaction',
    data: {
      ...amountsOf(transaction),
      valorneto: Number(wholeUnits(amount)) - details.iva,
      moneda: amount.currency,
      banco: namesOf('pse', details.banco).bank,
      estado: TRANSACTION_STATES[state],
      respuesta: reason.text,
      autorizacion: transaction.approvalCode,
      recibo: transaction.transactionId,
      fecha: bogotaText(transaction.paidAt ?? transaction.createdAt),
      franquicia: 'PSE',
      cod_respuesta: state,
      cod_error: reason.code || null,
      ip: details.ip,
      enpruebas: testFlagOf(details),
      tipo_doc: details.tipoDoc,
      documento: details.documento,
      nombres: details.nombres,
      apellidos: details.apellidos,
      email: details.email,
      ciudad: details.ciudad,
      direccion: details.direccion || 'N/A',
      ind_pais: null,
      country_card: '',
      extras: details.extras,
      cc_network_response: { code: '0000', message: 'Franquicia no registrada' },
      extras_epayco: { extra5: details.extra5Epayco },
      transactionID: transaction.code,
      ticketId: transaction.transactionId,
    },
  };
}

/** The answer about a transfer that ePayco does not know, or does not want to talk about. */
export function pseStatusRefusal(text = 'Transacción no existe'): Answer {
  const last_action = 'update_transaction';
  const body = { success: false, title_response: 'Error', text_response: text, last_action };
  return { status: 200, body };
}

/**
 * The list of banks. @source epayco-node `mapToLegacyShapeBanks`: names and constants of the legacy answer
 */
export function banksAnswer(): object {
  return {
    success: true,
    title_response: 'Ok',
    text_response: 'Bancos consultados exitosamente',
    last_action: 'Query Bancos',
    data: BANKS,
    enpruebas: testFlagOf({ isTest: true }),
  };
}

export function banksRefusal(): Answer {
  const body = {
    success: false,
    title_response: 'Error',
    text_response: 'No se pudo consultar los bancos',
    last_action: 'Query Bancos',
    data: [],
  };
  return { status: 200, body };
}

function amountsOf({ refPayco, factura, details, amount }: EpaycoTransaction) {
  return {
    ref_payco: refPayco,
    factura,
    descripcion: details.descripcion,
    valor: Number(wholeUnits(amount)),
    iva: details.iva,
    ico: details.ico,
    baseiva: details.baseiva,
  };
}
