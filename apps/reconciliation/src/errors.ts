import { errorFactory } from '@cauce/api';

/** Errors of the reconciliation API. A code is part of the contract: never renamed. */
export const RECONCILIATION_ERRORS = {
  FILE_NOT_FOUND: { status: 404, title: 'There is no such settlement file', retryable: false },
  OPERATOR_KEY_REQUIRED: {
    status: 403,
    title: 'This operation needs the key of an operator',
    retryable: false,
  },
} as const;

/** Makes an error of this application; see {@link RECONCILIATION_ERRORS} for codes. */
export const reconciliationError = errorFactory(RECONCILIATION_ERRORS);
