import type { State } from '../collections/collection.js';

/** PayU's words and numbers for what became of a payment. */
export interface PayuState {
  readonly state: 'APPROVED' | 'DECLINED' | 'EXPIRED' | 'PENDING';
  readonly responseCode: string;
  readonly orderStatus: 'IN_PROGRESS' | 'CAPTURED' | 'DECLINED' | 'CANCELLED' | 'REFUNDED';
  /** `state_pol` and `response_code_pol` of a confirmation. */
  readonly statePol: number;
  readonly responseCodePol: string;
}

/**
 * A payment that was taken back stays approved; a further transaction takes it back.
 *
 * @source PayU Latam's documentation: states of transactions and orders, response codes and their numbers;
 *   that an order whose money went back is `REFUNDED`, and one that nobody paid `CANCELLED`, is ours
 */
export const PAYU_STATES = {
  pending: {
    state: 'PENDING',
    responseCode: 'PENDING_TRANSACTION_CONFIRMATION',
    orderStatus: 'IN_PROGRESS',
    statePol: 14,
    responseCodePol: '25',
  },
  paid: {
    state: 'APPROVED',
    responseCode: 'APPROVED',
    orderStatus: 'CAPTURED',
    statePol: 4,
    responseCodePol: '1',
  },
  reversed: {
    state: 'APPROVED',
    responseCode: 'APPROVED',
    orderStatus: 'REFUNDED',
    statePol: 4,
    responseCodePol: '1',
  },
  rejected: {
    state: 'DECLINED',
    responseCode: 'ENTITY_DECLINED',
    orderStatus: 'DECLINED',
    statePol: 6,
    responseCodePol: '5',
  },
  cancelled: {
    state: 'DECLINED',
    responseCode: 'ABANDONED_TRANSACTION',
    orderStatus: 'CANCELLED',
    statePol: 6,
    responseCodePol: '19',
  },
  expired: {
    state: 'EXPIRED',
    responseCode: 'EXPIRED_TRANSACTION',
    orderStatus: 'CANCELLED',
    statePol: 5,
    responseCodePol: '20',
  },
} as const satisfies Record<State, PayuState>;
