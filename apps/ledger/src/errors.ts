import { errorFactory } from '@cauce/api';

/** Errors of the ledger's API. */
export const LEDGER_ERRORS = {
  ACCOUNT_NOT_FOUND: { status: 404, title: 'There is no such account', retryable: false },
} as const;

/** Makes an error of this application. */
export const ledgerError = errorFactory(LEDGER_ERRORS);
