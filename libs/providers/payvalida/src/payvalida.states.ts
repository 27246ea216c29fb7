import type { ProviderTransaction } from '@cauce/connector-kit';

type Status = ProviderTransaction['status'];

/**
 * States of an order. A closed table: another value is an error, never taken for pending.
 *
 * @source docs.payvalida.com, API Recaudo, "Notificación"
 */
export const PAYVALIDA_STATES = {
  PENDIENTE: 'pending',
  APROBADA: 'paid',
  VENCIDA: 'expired', // nobody paid it in time
  CANCELADA: 'cancelled', // the merchant deleted it, before anybody paid
  ANULADA: 'reversed', // it was paid, and the money was given back
} as const satisfies Record<string, Status>;

/** What a notification may claim. `cancelled` is sent of an order that expired and of one given back. */
export const NOTIFICATION_CLAIMS = {
  approved: 'paid',
  cancelled: 'cancelled',
} as const satisfies Record<string, Status>;

/** What a state means, or null for one that the table does not have. */
export function statusOf(state: string): Status | null {
  return lookUp(PAYVALIDA_STATES, state);
}

/** What a notification's status claims, or null for one that the table does not have. */
export function claimOf(status: string): Status | null {
  return lookUp(NOTIFICATION_CLAIMS, status);
}

function lookUp(table: Readonly<Record<string, Status>>, name: string): Status | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}
