import { ConnectorError, type ConnectorErrorKind } from '@cauce/connector-kit';

/**
 * What `returnCode` means when a create gave no page: the closed list of refusals. `rejected` kinds stand
 * only where the code says that nothing was begun; a payer is never sent anywhere by any of them.
 *
 * @source the enumerations of ACH's service as its public SDK copies, the generated classes of a store and
 *   the notes on version 21 have them; texts of a university's payment page; kinds are ours
 */
export const CREATE_CODES = {
  FAIL_ENTITYNOTEXISTSORDISABLED: 'auth_failed', // our entity is not known, or closed
  FAIL_ACCESSDENIED: 'auth_failed',
  FAIL_SERVICENOTEXISTS: 'provider_rejected',
  FAIL_SERVICENOTEXISTSORNOTCONFIGURED: 'provider_rejected', // its name since version 21
  FAIL_BANKNOTEXISTSORDISABLED: 'provider_rejected',
  FAIL_BANKUNREACHEABLE: 'provider_rejected', // the bank could not be asked to begin
  FAIL_NOTCONFIRMEDBYBANK: 'provider_rejected', // the bank did not agree to begin
  FAIL_INVALIDAMOUNT: 'limit_exceeded',
  FAIL_INVALIDAMOUNTORVATAMOUNT: 'limit_exceeded', // its name since version 21
  FAIL_EXCEEDEDLIMIT: 'limit_exceeded', // of the company at PSE
  FAIL_INVALIDSOLICITDATE: 'provider_rejected',
  FAIL_DESCRIPTIONNOTFOUND: 'provider_rejected',
  FAIL_TRANSACTIONNOTALLOWED: 'provider_rejected',
  FAIL_INVALIDPARAMETERS: 'provider_rejected',
  FAIL_CANNOTGETCURRENTCYCLE: 'maintenance', // no clearing cycle to put it in
  FAIL_DISABLEDUSEREMAIL: 'payer_rejected', // PSE itself does not serve this payer
  FAIL_TIMEOUT: 'provider_failed', // it may have begun
  FAIL_GENERICERROR: 'provider_failed', // says nothing about what was done
  FAIL_ERRORINCREDITS: 'malformed_reply', // of a form of create that we do not use
  FAIL_INVALIDTRAZABILITYCODE: 'malformed_reply', // these five are answers to other questions
  FAIL_INVALIDSTATE: 'malformed_reply',
  FAIL_INCONSISTENTFECHA: 'malformed_reply',
  FAIL_INVALIDBANKPROCESSINGDATE: 'malformed_reply',
  FAIL_INVALIDAUTHORIZEDAMOUNT: 'malformed_reply',
} as const satisfies Record<string, ConnectorErrorKind>;

/**
 * What `returnCode` means when a query gave no transaction. None is `rejected`: a query that is refused says
 * nothing about what was created.
 */
const READ_CODES = {
  FAIL_INVALIDTRAZABILITYCODE: 'absent', // ACH does not have it, or not yet: moments after a create
  FAIL_TIMEOUT: 'provider_failed',
  FAIL_GENERICERROR: 'provider_failed',
} as const satisfies Record<string, ConnectorErrorKind | 'absent'>;

/** Codes after which a transaction need not be finalized again; a second time it is in a wrong state. */
const FINALIZED_CODES: ReadonlySet<string> = new Set(['SUCCESS', 'FAIL_INVALIDSTATE']);

/** A refusal that is about our number is of one that has been used: the number itself always has its form. */
const ABOUT_TICKET = /ticket/i;

/** What a refused create says besides its code. */
export interface RefusalDetails {
  readonly errorDetails: string | null;
  readonly trazabilityCode: string | null;
}

/**
 * The error of a create that gave no page.
 *
 * @param code any `returnCode` but SUCCESS
 * @returns an error whose outcome is `rejected` only for codes on the list, and only when ACH names no
 *   transaction and does not say that our number is in use
 */
export function createRefusal(code: string, details: RefusalDetails): ConnectorError {
  if (details.trazabilityCode !== null) {
    return new ConnectorError('malformed_reply', `${nameOf(code)} about a transaction that exists`);
  }
  if (ABOUT_TICKET.test(details.errorDetails ?? '')) {
    return new ConnectorError('duplicate_reference', `${nameOf(code)} about the ticket`);
  }
  const kind = isIn(CREATE_CODES, code) ? CREATE_CODES[code] : 'malformed_reply';
  return new ConnectorError(kind, nameOf(code));
}

/** The error of a query that was refused, or null when it says that ACH does not have the transaction. */
export function readRefusal(code: string): ConnectorError | null {
  const meaning = isIn(READ_CODES, code) ? READ_CODES[code] : 'malformed_reply';
  return meaning === 'absent' ? null : new ConnectorError(meaning, nameOf(code));
}

/** Whether the answer to a finalize means that it need not be sent again. */
export function isFinalized(code: string): boolean {
  return FINALIZED_CODES.has(code);
}

/** ACH's words are not repeated, they may say what the payer typed; a code that is none is not either. */
function nameOf(code: string): string {
  return /^[A-Z_]{1,60}$/.test(code) ? code : 'a return code that is none';
}

function isIn<T extends object>(table: T, key: string | number | symbol): key is keyof T {
  return Object.hasOwn(table, key);
}
