import { createHash } from 'node:crypto';
import type { EpaycoAccount } from '../epayco/account.js';
import type { Transaction } from '../epayco/transaction.js';
import { confirmationFields } from '../epayco/transaction-fields.js';
import { CASH, TRANSACTION_STATES, type TransactionState } from '../epayco/transaction-state.js';
import type { ConfirmationTarget } from '../epayco/voucher-details.schema.js';

/**
 * How a forged confirmation is signed. `replayed` is the signature of the true confirmation: it is valid,
 * because ePayco does not sign the state.
 */
export const FORGED_SIGNATURES = ['wrong', 'replayed'] as const;
export type ForgedSignature = (typeof FORGED_SIGNATURES)[number];

/** One message to a merchant. */
export interface Confirmation {
  readonly refPayco: number;
  readonly factura: string;
  readonly state: TransactionState;
  readonly isForged: boolean;
  readonly target: ConfirmationTarget;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * What ePayco tells about the present state of a transaction.
 * @returns null when the merchant did not say where
 */
export function confirmationOf(
  transaction: Transaction,
  account: EpaycoAccount,
): Confirmation | null {
  const { refPayco, factura, state, confirmation: target } = transaction;
  if (target === null) return null;
  const fields = confirmationFields(transaction, account);
  return { refPayco, factura, state, isForged: false, target, fields };
}

const SIGNATURE_FIELDS: Readonly<Record<ForgedSignature, Record<string, string>>> = {
  wrong: { x_signature: createHash('sha256').update('forged').digest('hex') },
  replayed: {},
};

/** A confirmation that claims a payment which did not happen. */
export function forge(truth: Confirmation, signature: ForgedSignature): Confirmation {
  const name = TRANSACTION_STATES[CASH.accepted];
  const code = String(CASH.accepted);
  const claim = {
    x_respuesta: name,
    x_response: name,
    x_transaction_state: name,
    x_cod_respuesta: code,
    x_cod_response: code,
    x_cod_transaction_state: code,
    x_response_reason_text: 'Aprobada',
    x_approval_code: '123456',
  };
  const fields = { ...truth.fields, ...claim, ...SIGNATURE_FIELDS[signature] };
  return { ...truth, state: CASH.accepted, isForged: true, fields };
}
