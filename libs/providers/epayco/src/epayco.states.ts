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

/**
 * The words that the newer service has for states, in lower case, with the code of each. It has no codes.
 *
 * @source the names of TransactionStateCodes; `aprobada`, `reversado` and `retenido` are also known to ePayco's
 *   SDKs (development branches)
 */
const STATE_WORDS = {
  aceptada: '1',
  aprobada: '1',
  rechazada: '2',
  pendiente: '3',
  fallida: '4',
  reversada: '6',
  reversado: '6',
  retenida: '7',
  retenido: '7',
  iniciada: '8',
  expirada: '9',
  abandonada: '10',
  cancelada: '11',
  antifraude: '12',
} as const satisfies Record<string, keyof typeof EPAYCO_STATES>;

/** The code of a state by its word, in any case; null for a word that the table does not have. */
export function stateNamed(word: string): keyof typeof EPAYCO_STATES | null {
  const key = word.toLowerCase();
  return isWord(key) ? STATE_WORDS[key] : null;
}

function isWord(word: string): word is keyof typeof STATE_WORDS {
  return Object.hasOwn(STATE_WORDS, word);
}

/** What a state code means, or null for one that the table does not have. */
export function statusOf(code: string): ProviderTransaction['status'] | null {
  return isKnown(code) ? EPAYCO_STATES[code] : null;
}

function isKnown(code: string): code is keyof typeof EPAYCO_STATES {
  return Object.hasOwn(EPAYCO_STATES, code);
}
