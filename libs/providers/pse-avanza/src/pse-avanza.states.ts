import type { ProviderTransaction } from '@cauce/connector-kit';

/**
 * PSE's `transactionState`. A closed table: another value is an error, never taken for pending. All but
 * PENDING are final, apart from an OK that the bank takes back (cause 00018).
 */
export const PSE_STATES = {
  OK: 'paid',
  PENDING: 'pending',
  NOT_AUTHORIZED: 'rejected', // by the bank, or by the payer
  FAILED: 'rejected', // technically
} as const satisfies Record<string, ProviderTransaction['status']>;

/**
 * PSE's `causeRejection`, which the detailed query adds to a transaction that is not OK. It only says more
 * about a state that is known already, so that a cause that this table does not have is no error.
 *
 * @source public notes on ACH's instructions, version 21 (October 2025): a sample, not the whole list
 */
export const PSE_CAUSES = {
  '00001': 'rejected', // the payer left the bank
  '00002': 'rejected', // account under embargo
  '00003': 'rejected', // account inactive
  '00004': 'rejected', // no account
  '00008': 'rejected', // above the payer's own limit
  '00009': 'rejected', // bank down
  '00010': 'rejected', // technical failure at the bank
  '00011': 'rejected', // not enough money
  '00014': 'expired', // the bank gave no state in three probes over 21 minutes
  '00015': 'rejected', // not finished at the bank within its session of 7 minutes
  '00016': 'rejected', // log-in at the bank failed
  '00018': 'reversed', // was OK, and then was not: what was reported as paid has been given back
  '00019': 'rejected', // fraud rules
  '00020': 'rejected', // the payer left PSE
  '00021': 'rejected', // the payer left PSE
  '00023': 'rejected', // PSE waited too long for the payer
  '00024': 'rejected', // the bank suspects fraud
  '00026': 'rejected', // one-time password missing
  '00027': 'rejected', // one-time password wrong
  '10001': 'rejected', // above the company's limit
  '10002': 'rejected', // no connection to the bank
  '10003': 'rejected', // the bank refused the connection
} as const satisfies Record<string, ProviderTransaction['status']>;

const CAUSE_DIGITS = 5;

/**
 * What a state means, with its cause where it has one.
 *
 * @returns null for a state that the table does not have
 */
export function statusOf(
  state: string,
  cause: string | null | undefined,
): ProviderTransaction['status'] | null {
  if (!isIn(PSE_STATES, state)) return null;
  const status = PSE_STATES[state];
  const code = (cause ?? '').trim().padStart(CAUSE_DIGITS, '0');
  return status === 'rejected' && isIn(PSE_CAUSES, code) ? PSE_CAUSES[code] : status;
}

function isIn<T extends object>(table: T, key: string | number | symbol): key is keyof T {
  return Object.hasOwn(table, key);
}
