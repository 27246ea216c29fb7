import type { State } from '../collections/collection.js';

/**
 * Every state a transaction of ePayco can have, with the word that travels beside the number. Cash uses
 * four of them: 3 when the voucher is issued, 1 when it is paid, 6 when the counter takes it back, 9 when
 * nobody paid in time.
 * @source `TransactionStateCodes` of ePayco’s own services; the states that its WooCommerce plugin handles
 */
export const TRANSACTION_STATES = {
  1: 'Aceptada',
  2: 'Rechazada',
  3: 'Pendiente',
  4: 'Fallida',
  6: 'Reversada',
  7: 'Retenida',
  8: 'Iniciada',
  9: 'Expirada',
  10: 'Abandonada',
  11: 'Cancelada',
  12: 'Antifraude',
} as const satisfies Record<number, string>;

export type StateCode = keyof typeof TRANSACTION_STATES;

/** The states that a transaction goes through here, by ePayco's numbers. */
export const CASH_CODES = {
  paid: 1,
  rejected: 2,
  pending: 3,
  reversed: 6,
  expired: 9,
  cancelled: 11,
} as const satisfies Record<State, StateCode>;

/** `x_response_reason_text` and `x_errorcode`; the texts are ours, `P004` is documented for pending cash. */
export const STATE_REASONS: Partial<Record<StateCode, { text: string; code: string }>> = {
  [CASH_CODES.paid]: { text: 'Aprobada', code: '00' },
  [CASH_CODES.pending]: { text: 'Pendiente de pago en el punto de recaudo', code: 'P004' },
  [CASH_CODES.reversed]: { text: 'Reversada por el punto de recaudo', code: '00' },
  [CASH_CODES.expired]: { text: 'El plazo de pago expiró', code: 'P004' },
};
