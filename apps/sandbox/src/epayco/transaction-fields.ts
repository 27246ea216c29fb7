import { wholeUnits } from '@cauce/money';
import type { EpaycoAccount } from './account.js';
import { bogotaText } from '../bogota-time.js';
import { signConfirmation } from './sign-confirmation.js';
import type { Transaction } from '../collections/collection.js';
import { epaycoTransaction, type EpaycoTransaction } from './epayco-transaction.js';
import { namesOf } from './networks.js';
import { reasonOf, TRANSACTION_STATES } from './transaction-state.js';

export type TransactionFields = Record<string, string | number | null>;

const EXTRAS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/**
 * The `x_…` fields of a transaction, as the status query answers them: amounts and codes are numbers, in
 * whole pesos, and the order is the legacy one.
 * @source epayco-php `mapQueryToLegacyShape`, which was compared with live answers on 2026-10-02
 */
export function transactionFields(found: Transaction, account: EpaycoAccount): TransactionFields {
  const transaction = epaycoTransaction(found);
  const { details, state } = transaction;
  const amount = Number(wholeUnits(transaction.amount));
  const stateName = TRANSACTION_STATES[state];
  const reason = reasonOf(transaction.network, state);
  const date = bogotaText(transaction.paidAt ?? transaction.createdAt);
  const network = namesOf(transaction.network, details.banco);
  return {
    x_cust_id_cliente: numberIfDigits(account.customerId),
    x_ref_payco: transaction.refPayco,
    x_id_factura: transaction.factura,
    x_id_invoice: transaction.factura,
    x_description: details.descripcion,
    x_mpd_points: 0,
    x_amount: amount,
    x_amount_country: amount,
    x_amount_ok: amount,
    x_tax: details.iva,
    x_tax_ico: details.ico,
    x_amount_base: details.baseiva,
    x_currency_code: transaction.amount.currency,
    x_bank_name: network.bank,
    x_cardnumber: '*******',
    x_quotas: '',
    x_respuesta: stateName,
    x_response: stateName,
    x_approval_code: transaction.approvalCode,
    x_transaction_id: transaction.transactionId,
    x_fecha_transaccion: date,
    x_transaction_date: date,
    x_cod_respuesta: state,
    x_cod_response: state,
    x_response_reason_text: reason.text,
    x_cod_transaction_state: state,
    x_transaction_state: stateName,
    x_errorcode: reason.code,
    x_franchise: network.franchise,
    x_business: 'COMERCIO DE PRUEBA',
    x_customer_doctype: details.tipoDoc,
    x_customer_document: details.documento,
    x_customer_name: details.nombres,
    x_customer_lastname: details.apellidos,
    x_customer_email: details.email,
    x_customer_phone: details.telefono,
    x_customer_movil: details.celular,
    x_customer_ind_pais: '',
    x_customer_country: details.pais,
    x_customer_city: details.ciudad,
    x_customer_address: details.direccion,
    x_customer_ip: details.ip,
    x_signature: signatureOf(transaction, account),
    x_test_request: details.isTest ? 'TRUE' : 'FALSE',
    x_transaction_cycle: transaction.cycle,
    ...Object.fromEntries(EXTRAS.map((n) => [`x_extra${n}`, details.extras[`extra${n}`] ?? ''])),
    x_extra5_epayco: details.extra5Epayco,
  };
}

/**
 * The same fields as a confirmation carries them: all of them text, null as nothing.
 */
export function confirmationFields(
  transaction: Transaction,
  account: EpaycoAccount,
): Record<string, string> {
  const fields = Object.entries(transactionFields(transaction, account));
  return Object.fromEntries(fields.map(([name, value]) => [name, String(value ?? '')]));
}

function signatureOf(transaction: EpaycoTransaction, account: EpaycoAccount): string {
  return signConfirmation(account, {
    refPayco: String(transaction.refPayco),
    transactionId: transaction.transactionId,
    amount: String(wholeUnits(transaction.amount)),
    currencyCode: transaction.amount.currency,
  });
}

function numberIfDigits(text: string): number | string {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
