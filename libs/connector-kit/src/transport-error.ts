import { ConnectorError, type ConnectorErrorKind } from './connector-error.js';

/** How far a request had come when it failed. */
export interface Transmission {
  /** Whether the request was handed to a connected socket: from then on its first byte may have left. */
  readonly wasHandedOver: boolean;
  /** Whether it was ended by the deadline of the whole call. */
  readonly isOutOfTime: boolean;
}

/** Codes that say: the other side was too slow. Anything else after the hand-over is a lost connection. */
const TIME_OUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** Codes that say: what came back is not HTTP as we accept it. The parser's own errors may have none. */
const NOT_HTTP =
  /^(HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|HTTPParserError)/;

/** Codes that say: the request itself cannot be sent; a mistake of ours. */
const NOT_A_REQUEST = new Set(['UND_ERR_INVALID_ARG', 'ERR_INVALID_URL', 'ERR_INVALID_ARG_TYPE']);

/** How far a chain of causes is followed. */
const MAX_CAUSES = 5;

/** Statuses that say nothing about whether the operation was executed. */
const UNDECIDED = new Set([408, 425, 429]);

/**
 * What a failed transmission says about the operation.
 *
 * The proof of `not_sent` is never the code of an error (EHOSTUNREACH and the like also come after the
 * request has left, and a reset of a kept-alive connection looks the same either way) but that the request
 * was not yet handed to a connected socket: host not found, refused, TLS failed, or still in the queue.
 *
 * @param error whatever the transport failed with
 * @returns a kind whose outcome is `not_sent` exactly when nothing was handed over
 */
export function transportError(error: unknown, how: Transmission): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const kind = how.wasHandedOver ? afterHandOver(error, how) : beforeHandOver(error, how);
  return new ConnectorError(kind, codeOf(error) ?? nameOf(error), { cause: error });
}

/** The error of a status that is no answer, or null when the body may be read. */
export function statusError(status: number): ConnectorError | null {
  if (status >= 500 || UNDECIDED.has(status)) {
    return new ConnectorError('provider_failed', `HTTP ${status}`);
  }
  return null;
}

function beforeHandOver(error: unknown, how: Transmission): ConnectorErrorKind {
  if (how.isOutOfTime) return 'deadline_passed';
  return NOT_A_REQUEST.has(codeOf(error) ?? '') ? 'invalid_request' : 'connect_failed';
}

function afterHandOver(error: unknown, how: Transmission): ConnectorErrorKind {
  if (how.isOutOfTime) return 'timeout';
  const code = codeOf(error) ?? nameOf(error);
  if (TIME_OUTS.has(code)) return 'timeout';
  return NOT_HTTP.test(code) ? 'malformed_reply' : 'connection_lost';
}

/** Never fails: whatever was thrown, the outcome has to be told. */
function nameOf(error: unknown): string {
  const named = partOf(error, 'name');
  if (named !== null) return named;
  return typeof error === 'object' || typeof error === 'function' ? 'no error' : String(error);
}

/** The code of the error or of what caused it; by shape, because errors of the runtime come from its own realm. */
function codeOf(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES; depth += 1) {
    const code = partOf(current, 'code');
    if (code !== null) return code;
    if (typeof current !== 'object' || current === null || !('cause' in current)) return null;
    current = current.cause;
  }
  return null;
}

function partOf(error: unknown, key: 'name' | 'code'): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : null;
}
