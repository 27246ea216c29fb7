import { errorFactory, type ErrorTable } from './app-error.js';

/** Errors that any service may answer, whatever it does. Services add their own table to it. */
export const API_ERRORS = {
  INVALID_REQUEST: { status: 400, title: 'The request is not valid', retryable: false },
  MISSING_IDEMPOTENCY_KEY: {
    status: 400,
    title: 'This operation needs an Idempotency-Key header',
    retryable: false,
  },
  UNAUTHENTICATED: { status: 401, title: 'A valid API key is required', retryable: false },
  FORBIDDEN: { status: 403, title: 'The API key may not do this', retryable: false },
  FORBIDDEN_OPERATOR_KEY: {
    status: 403,
    title: 'This operation needs the key of a merchant',
    retryable: false,
  },
  NOT_FOUND: { status: 404, title: 'There is no such resource', retryable: false },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'This resource does not have that method',
    retryable: false,
  },
  REQUEST_TIMEOUT: { status: 408, title: 'The request did not arrive in time', retryable: true },
  IDEMPOTENCY_KEY_IN_FLIGHT: {
    status: 409,
    title: 'The first request with this Idempotency-Key is still being handled',
    retryable: true,
  },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The request body is too large', retryable: false },
  URI_TOO_LONG: { status: 414, title: 'The request path is too long', retryable: false },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The request body must be application/json',
    retryable: false,
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'This Idempotency-Key was used with another request',
    retryable: false,
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    title: 'This change needs an If-Match header with the ETag of what it follows',
    retryable: false,
  },
  HEADERS_TOO_LARGE: { status: 431, title: 'The request headers are too large', retryable: false },
  INTERNAL: { status: 500, title: 'Something went wrong on our side', retryable: true },
  NOT_AVAILABLE: { status: 503, title: 'Not available right now', retryable: true },
} as const satisfies ErrorTable;

/** Makes an error of {@link API_ERRORS}. */
export const apiError = errorFactory(API_ERRORS);

/** A code of {@link API_ERRORS}. */
export type ApiErrorCode = keyof typeof API_ERRORS;
