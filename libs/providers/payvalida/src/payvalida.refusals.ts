import { ConnectorError, type ConnectorErrorKind } from '@cauce/connector-kit';

/** Code of an answer that is no refusal. */
export const ACCEPTED = '0000';

/**
 * What it means that a register was answered with a code. Refusals of the request's form execute nothing;
 * codes that are not here, and those of a failure of Payvalida's own, may have been executed.
 *
 * @source docs.payvalida.com, API Recaudo, "Excepciones"
 */
export const REGISTER_REFUSALS = {
  '0005': 'auth_failed', // allied not authorized
  '0017': 'auth_failed', // merchant id is not valid
  '0018': 'auth_failed', // merchant is not registered
  '0019': 'auth_failed', // merchant not authorized
  '0025': 'auth_failed', // the checksum is not valid: ours is made with another hash than theirs
  '0037': 'auth_failed', // merchant not authorized
  '0021': 'limit_exceeded', // the amount is not valid
  '0022': 'provider_rejected', // country
  '0023': 'provider_rejected', // currency
  '0024': 'provider_rejected', // life time: 30 minutes to 30 days
  '0026': 'provider_rejected', // no orders in this currency in that country
  '0027': 'provider_rejected', // payment method
  '0029': 'provider_rejected', // description is empty
  '0031': 'provider_rejected', // form of the expiration
  '0032': 'provider_rejected', // expiration is not after today
  '0033': 'provider_rejected', // expiration is not after 24 hours
  '0044': 'provider_rejected', // form of the life time
  '0042': 'duplicate_reference', // an order with this number is there already
  // A payment number that is taken. We send none, so that it says nothing certain about our order.
  '0043': 'duplicate_reference',
  '0009': 'provider_failed', // processing error
  '0012': 'provider_failed', // unable to complete the register
  '0028': 'provider_failed', // an error occurred, try again
  '0030': 'provider_failed', // an error occurred when registering, try again
} as const satisfies Record<string, ConnectorErrorKind>;

/** Refusals of a deletion that are about our credentials; they execute nothing. */
const CREDENTIAL_CODES = new Set(['0005', '0017', '0018', '0019', '0025', '0037']);

/** Codes by which a question about an order is answered when there is none. */
const ABSENT_CODES = new Set(['0013', '0041']);

/** Code by which a deletion is answered of an order that is not there or not pending any more. */
const NOT_PENDING = '0041';

/** The error of a code that a register was answered with. */
export function registerRefusal(code: string): ConnectorError {
  return new ConnectorError(kindOf(code), `the register was refused with ${shown(code)}`);
}

/** Whether the answer to a question about an order says that there is none. */
export function isAbsence(code: string): boolean {
  return ABSENT_CODES.has(code);
}

/** The error of a code that a question was answered with; it never says anything about the order. */
export function readRefusal(code: string): ConnectorError {
  return new ConnectorError('malformed_reply', `the question was refused with ${shown(code)}`);
}

/** Whether the answer to a deletion says that the order is not there, or not pending any more. */
export function isNotPending(code: string): boolean {
  return code === NOT_PENDING;
}

/** The error of a code that a deletion was answered with. */
export function deleteRefusal(code: string): ConnectorError {
  const kind = CREDENTIAL_CODES.has(code) ? 'auth_failed' : 'malformed_reply';
  return new ConnectorError(kind, `the deletion was refused with ${shown(code)}`);
}

function kindOf(code: string): ConnectorErrorKind {
  const table: Readonly<Record<string, ConnectorErrorKind>> = REGISTER_REFUSALS;
  return Object.hasOwn(table, code) ? (table[code] ?? 'malformed_reply') : 'malformed_reply';
}

/** Codes have four digits; whatever else stands there is not repeated at length. */
function shown(code: string): string {
  return JSON.stringify(code.slice(0, 12));
}
