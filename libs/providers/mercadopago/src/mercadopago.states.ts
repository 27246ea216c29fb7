import type { ProviderTransaction } from '@cauce/connector-kit';

/**
 * Mercado Pago's `status` of a payment. A closed table: another value is an error, never taken for pending.
 *
 * @source status lists of Mercado Pago's developer pages, read in November 2026
 */
export const MERCADOPAGO_STATES = {
  pending: 'pending',
  in_process: 'pending', // Mercado Pago looks at it; it may still be approved
  authorized: 'pending', // held and not captured: nothing was collected
  approved: 'paid', // also when a part was refunded since: that part is no payment of its own
  in_mediation: 'paid', // the payer disputes what was paid; a refund would follow
  rejected: 'rejected',
  cancelled: 'cancelled',
  refunded: 'reversed',
  charged_back: 'reversed',
} as const satisfies Record<string, ProviderTransaction['status']>;

/** `status_detail` of a payment that nobody paid in time; its status is `cancelled`, at PSE `rejected`. */
const EXPIRED = 'expired';

/** Reasons of a rejection that are about the payer: no route would accept this one. */
const ABOUT_PAYER: ReadonlySet<string | null> = new Set([
  'rejected_high_risk',
  'cc_rejected_high_risk',
  'cc_rejected_blacklist',
]);

/**
 * What a payment's state means.
 *
 * @param detail `status_detail`, which tells one that ran out from one that somebody ended
 * @returns null for a status that the table does not have
 */
export function statusOf(
  status: string,
  detail: string | null,
): ProviderTransaction['status'] | null {
  if (!isKnown(status)) return null;
  const meaning = MERCADOPAGO_STATES[status];
  const isEnded = meaning === 'cancelled' || meaning === 'rejected';
  return isEnded && detail === EXPIRED ? 'expired' : meaning;
}

/** Whether a rejected payment was rejected because of who pays. */
export function isAboutPayer(detail: string | null): boolean {
  return ABOUT_PAYER.has(detail);
}

function isKnown(status: string): status is keyof typeof MERCADOPAGO_STATES {
  return Object.hasOwn(MERCADOPAGO_STATES, status);
}
