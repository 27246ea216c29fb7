import { ConnectorError, type ConnectorErrorKind } from './connector-error.js';

/** Codes of failures that can only happen before the first byte of the request. */
const BEFORE_THE_REQUEST = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const TIME_OUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** How far a chain of causes is followed. */
const MAX_CAUSES = 5;

/** Statuses that say nothing about whether the operation was executed. */
const UNDECIDED = new Set([408, 425, 429]);

/**
 * What a failure of the transport says about the call.
 *
 * Only failures that cannot happen after the first byte are `not_sent`; a reset of a kept-alive connection
 * looks the same whether or not the provider executed, so it is not among them.
 */
export function transportError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const kind = kindOf(error);
  return new ConnectorError(kind, codeOf(error) ?? nameOf(error), { cause: error });
}

/** The error of a status that is no answer, or null when the body may be read. */
export function statusError(status: number): ConnectorError | null {
  if (status >= 500 || UNDECIDED.has(status)) {
    return new ConnectorError('provider_failed', `HTTP ${status}`);
  }
  return null;
}

function kindOf(error: unknown): ConnectorErrorKind {
  const name = nameOf(error);
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  const code = codeOf(error);
  if (code === null) return 'connection_lost';
  if (BEFORE_THE_REQUEST.has(code)) return 'connect_failed';
  return TIME_OUTS.has(code) ? 'timeout' : 'connection_lost';
}

function nameOf(error: unknown): string {
  return partOf(error, 'name') ?? String(error);
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
