import { HttpException } from '@nestjs/common';
import { isTransient } from '@cauce/database';
import { AppError } from './app-error.js';
import { apiError, type ApiErrorCode } from './api-errors.js';

/** When to come back after the database was away: longer than a restart of it usually takes. */
const RETRY_AFTER_SECONDS = 2;

const CODE_BY_STATUS: Readonly<Record<number, ApiErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
  503: 'NOT_AVAILABLE',
};

/**
 * Gives every error that reaches the edge a code. Total: what nobody foresaw is INTERNAL.
 *
 * @returns an AppError as it is; for the framework's own refusals, the code of their status; for a
 *   database that is away or busy, NOT_AVAILABLE with a time to retry. Messages of foreign errors are
 *   never passed on: they quote input, paths and SQL.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isTransient(error)) {
    return apiError('NOT_AVAILABLE', { cause: error, retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  const status = statusOf(error);
  const code = status === undefined ? undefined : CODE_BY_STATUS[status];
  if (code) return apiError(code, { cause: error });
  if (status !== undefined && status >= 400 && status < 500) {
    return apiError('INVALID_REQUEST', { cause: error });
  }
  return apiError('INTERNAL', { cause: error });
}

/** Status of an error of Nest or Fastify; undefined for any other, whatever it carries. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !String(Reflect.get(error, 'code')).startsWith('FST_ERR_')) {
    return undefined;
  }
  const status: unknown = Reflect.get(error, 'statusCode');
  return typeof status === 'number' ? status : undefined;
}
