import type { State } from '../collections/collection.js';
import type { EpaycoNetwork } from './networks.js';

/**
 * Every state a transaction of ePayco can have, with the word that travels beside the number. Five are
 * reached here: 3 when it is issued, 1 when it is paid, 6 when the money goes back, 9 when nobody paid in time,
 * and for transfers 2 when the bank refuses.
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
export const STATE_CODES = {
  paid: 1,
  rejected: 2,
  pending: 3,
  reversed: 6,
  expired: 9,
  cancelled: 11,
} as const satisfies Record<State, StateCode>;

/** `x_response_reason_text` and `x_errorcode`. */
export interface Reason {
  readonly text: string;
  readonly code: string;
}

/** The texts are ours, `P004` is documented for pending cash. */
const CASH_REASONS: Partial<Record<StateCode, Reason>> = {
  [STATE_CODES.paid]: { text: 'Aprobada', code: '00' },
  [STATE_CODES.pending]: { text: 'Pendiente de pago en el punto de recaudo', code: 'P004' },
  [STATE_CODES.reversed]: { text: 'Reversada por el punto de recaudo', code: '00' },
  [STATE_CODES.expired]: { text: 'El plazo de pago expiró', code: 'P004' },
};

/** The texts are ours but that of pending transfers, which is in a kept answer. */
const PSE_REASONS: Partial<Record<StateCode, Reason>> = {
  [STATE_CODES.paid]: { text: 'Aprobada', code: '00' },
  [STATE_CODES.rejected]: { text: 'Rechazada por la entidad financiera', code: '05' },
  [STATE_CODES.pending]: {
    text: 'Por favor verificar si el débito fue realizado en el Banco.',
    code: '',
  },
  [STATE_CODES.reversed]: { text: 'Reversada por la entidad financiera', code: '00' },
  [STATE_CODES.expired]: { text: 'El tiempo para pagar en el banco expiró', code: '04' },
};

/** Why a transaction is in its state; the state's own name where there is nothing else to say. */
export function reasonOf(network: EpaycoNetwork, state: StateCode): Reason {
  const reasons = network === 'pse' ? PSE_REASONS : CASH_REASONS;
  return reasons[state] ?? { text: TRANSACTION_STATES[state], code: '' };
}
