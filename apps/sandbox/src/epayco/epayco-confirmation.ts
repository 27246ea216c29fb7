import { createHash } from 'node:crypto';
import type { Confirmation, ForgedSignature, OutgoingRequest } from '../callbacks/confirmation.js';
import type { CallbackTarget } from '../collections/callback-target.schema.js';
import type { Transaction } from '../collections/collection.js';
import type { EpaycoAccount } from './account.js';
import { confirmationFields } from './transaction-fields.js';
import { STATE_CODES, TRANSACTION_STATES } from './transaction-state.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * What ePayco tells about the present state of a transaction, in the query of a GET or the form of a POST.
 *
 * @param forgery - claims a payment instead; `replayed` is valid, because ePayco does not sign the state
 * @returns null when the merchant did not say where
 */
export function epaycoConfirmation(
  transaction: Transaction,
  account: EpaycoAccount,
  forgery: ForgedSignature | null,
): Confirmation | null {
  const { id, reference, state, callback } = transaction;
  if (callback === null) return null;
  const truth = confirmationFields(transaction, account);
  const fields = forgery === null ? truth : { ...truth, ...CLAIM, ...SIGNATURE_FIELDS[forgery] };
  return {
    transaction: id,
    reference,
    state: forgery === null ? state : 'paid',
    isForged: forgery !== null,
    request: requestOf(callback, fields),
  };
}

const NAME = TRANSACTION_STATES[STATE_CODES.paid];
const CODE = String(STATE_CODES.paid);

const CLAIM = {
  x_respuesta: NAME,
  x_response: NAME,
  x_transaction_state: NAME,
  x_cod_respuesta: CODE,
  x_cod_response: CODE,
  x_cod_transaction_state: CODE,
  x_response_reason_text: 'Aprobada',
  x_approval_code: '123456',
};

const SIGNATURE_FIELDS: Readonly<Record<ForgedSignature, Record<string, string>>> = {
  wrong: { x_signature: createHash('sha256').update('forged').digest('hex') },
  replayed: {},
};

function requestOf(target: CallbackTarget, fields: Record<string, string>): OutgoingRequest {
  const parameters = new URLSearchParams(fields);
  if (target.method === 'POST') {
    return { method: 'POST', url: target.url, headers: FORM, body: parameters.toString() };
  }
  const url = new URL(target.url);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return { method: 'GET', url: url.href, headers: {}, body: null };
}
