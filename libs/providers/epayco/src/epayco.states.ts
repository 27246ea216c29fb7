import type { ProviderTransaction } from '@cauce/connector-kit';

/**
 * ePayco's transaction states by `x_cod_transaction_state` and `cod_respuesta`. A closed table: another value
 * is an error, never taken for pending.
 *
 * @source TransactionStateCodes of ePayco's public services code; its WooCommerce plugin agrees
 */
export const EPAYCO_STATES = {
  '1': 'paid', // Aceptada
  '2': 'rejected', // Rechazada
  '3': 'pending', // Pendiente
  '4': 'rejected', // Fallida
  '6': 'reversed', // Reversada
  '7': 'pending', // Retenida: ePayco looks at it; it may still be accepted
  '8': 'pending', // Iniciada
  '9': 'expired', // Expirada
  '10': 'cancelled', // Abandonada
  '11': 'cancelled', // Cancelada
  '12': 'rejected', // Antifraude
} as const satisfies Record<string, ProviderTransaction['status']>;

/** What a state code means, or null for one that the table does not have. */
export function statusOf(code: string): ProviderTransaction['status'] | null {
  return isKnown(code) ? EPAYCO_STATES[code] : null;
}

function isKnown(code: string): code is keyof typeof EPAYCO_STATES {
  return Object.hasOwn(EPAYCO_STATES, code);
}
