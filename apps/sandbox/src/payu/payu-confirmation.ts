import { wholeUnits } from '@cauce/money';
import type { Confirmation, ForgedSignature } from '../callbacks/confirmation.js';
import type { Transaction } from '../collections/collection.js';
import { bogotaText } from '../bogota-time.js';
import type { PayuAccount } from './account.js';
import { methodOf, METHODS } from './methods.js';
import { orderIdOf, transactionIdOf } from './numbers.js';
import { detailsOf } from './order-answer.js';
import { signConfirmation } from './sign.js';
import { PAYU_STATES } from './states.js';

/** What PayU tells of: ends. That money went back is not told, which is ours. */
const TOLD: readonly Transaction['state'][] = ['paid', 'rejected', 'expired', 'cancelled'];

/**
 * What PayU posts to the confirmation page, as a form.
 *
 * @param forgery - `wrong` signs with another key; `replayed` is a right confirmation of this state under the
 *   number of another transaction, which the signature does not cover
 * @returns null when the merchant did not say where, and of a payment that waits or was taken back
 * @source PayU Latam's documentation, confirmation page: fields; texts of the messages are ours
 */
export function payuConfirmation(
  transaction: Transaction,
  account: PayuAccount,
  forgery: ForgedSignature | null,
): Confirmation | null {
  const { callback, reference, id } = transaction;
  if (callback === null) return null;
  if (forgery === null && !TOLD.includes(transaction.state)) return null;
  const claimed = forgery === null ? PAYU_STATES[transaction.state] : PAYU_STATES.paid;
  const signed = forgery === 'replayed' ? PAYU_STATES[transaction.state] : claimed;
  const signer = forgery === 'wrong' ? { ...account, apiKey: `not ${account.apiKey}` } : account;
  const value = `${wholeUnits(transaction.amount)}.00`;
  const signature = { reference, value, currency: 'COP', statePol: signed.statePol };
  const fields = {
    ...fieldsOf(transaction, account, value),
    state_pol: String(claimed.statePol),
    response_code_pol: claimed.responseCodePol,
    response_message_pol: claimed.responseCode,
    transaction_id: transactionIdOf(forgery === null ? id : id + 1),
    sign: signConfirmation(signature, signer),
  };
  return {
    transaction: id,
    reference,
    state: forgery === null ? transaction.state : 'paid',
    isForged: forgery !== null,
    request: {
      method: 'POST',
      url: callback.url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    },
  };
}

function fieldsOf(transaction: Transaction, account: PayuAccount, value: string) {
  const { id, network, paidAt, changedAt, reference } = transaction;
  const details = detailsOf(transaction, account);
  const method = methodOf(network);
  const at = bogotaText(paidAt ?? changedAt);
  return {
    merchant_id: account.merchantId,
    reference_sale: reference,
    reference_pol: String(orderIdOf(transaction)),
    extra1: '',
    extra2: '',
    extra3: '',
    payment_method: String(METHODS[method].type),
    payment_method_id: String(METHODS[method].type),
    payment_method_name: method,
    payment_method_type: String(METHODS[method].type),
    value,
    tax: '0.00',
    currency: 'COP',
    transaction_date: at,
    date: at,
    email_buyer: details.email,
    cus: network === 'pse' ? String(id) : '',
    pse_bank: details.bank ?? '',
    pse_reference1: network === 'pse' ? details.ipAddress : '',
    pse_reference2: '',
    pse_reference3: network === 'pse' ? details.document : '',
    test: details.isTest ? '1' : '0',
    description: details.description,
    attempts: '1',
    authorization_code: paidAt === null ? '' : String(id).slice(-6),
    bank_id: method,
    ip: details.ipAddress,
    error_code_bank: '',
    error_message_bank: '',
    commision_pol: '0.00',
    commision_pol_currency: 'COP',
    exchange_rate: '1.00',
  };
}
