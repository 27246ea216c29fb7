import { newId } from '@cauce/config';
import { inTrace, nextStep, traceIdOf, type Logger, type Metrics } from '@cauce/observability';
import { apiError } from './api-errors.js';
import type { ApiRequest } from './api-request.js';
import { isRaw } from './raw-body.js';
import { isForbiddenKey, textProblem, wellFormed } from './read-json.js';
import type { HttpReply, HttpServer } from './http-types.js';

/** Answers in seconds: a read takes milliseconds, a create waits up to 30 s for a provider. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Route label of requests that no route matched: paths are the caller's and have no end. */
const UNMATCHED = 'unmatched';

const SANE_REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/** The caller's own request id where it is 1 to 128 visible ASCII characters, else a new one. */
export function requestIdOf(headers: Readonly<Record<string, unknown>>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE_REQUEST_ID.test(given) ? given : newId('req');
}

/** Writes the one log line and the one measurement of a request. */
export type AccessLog = (request: ApiRequest, reply: HttpReply) => void;

/** @returns what writes the access log: no body, no header, no query, no path values */
export function accessLog(logger: Logger, metrics: Metrics): AccessLog {
  const duration = metrics.histogram(
    'cauce_http_request_duration_seconds',
    'Time from the request head to the end of the answer.',
    ['method', 'route', 'status'],
    DURATION_BUCKETS,
  );
  return (request, reply) => {
    const route = request.routeOptions?.url ?? UNMATCHED;
    const durationMs = reply.elapsedTime;
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    duration.observe({ method: request.method, route, status }, durationMs / 1_000);
    logger.info(
      {
        requestId: request.id,
        traceId: traceIdOf(request.traceparent ?? null) ?? undefined,
        callerTraceId: callerTraceOf(request) ?? undefined,
        method: request.method,
        route,
        status: reply.statusCode,
        durationMs: Math.round(durationMs * 10) / 10,
        merchantId: request.caller?.merchantId ?? undefined,
        keyId: request.caller?.keyId,
        code: request.errorCode,
      },
      'request served',
    );
  };
}

/** The caller's own trace: whoever calls could name any, so that ours is another one, and the log links them. */
function callerTraceOf({ headers }: ApiRequest): string | null {
  const { traceparent } = headers;
  return typeof traceparent === 'string' ? traceIdOf(traceparent) : null;
}

/** Hooks around every request, matched or not. */
export function watchRequests(server: HttpServer, log: AccessLog): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    (request as ApiRequest).traceparent = nextStep();
    done();
  });
  // A body comes in outside of whatever was begun before it: the trace begins after it.
  server.addHook('preValidation', (request, _reply, done) => {
    inTrace((request as ApiRequest).traceparent ?? null, done);
  });
  server.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404 && !isRaw(request)) refuseBadText(request);
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    // Answers name payers and amounts: no proxy may keep one.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  server.addHook('onResponse', (request, reply, done) => {
    log(request, reply);
    done();
  });
}

function refuseBadText(request: { readonly params: unknown; readonly query: unknown }): void {
  for (const [, value] of entries(request.params)) {
    if (textProblem(value)) throw apiError('NOT_FOUND');
  }
  for (const [name, value] of entries(request.query)) {
    const detail = isForbiddenKey(name) ? 'this name is not allowed' : textProblem(name + value);
    if (!detail) continue;
    const pointer = `?${wellFormed(name)}`;
    throw apiError('INVALID_REQUEST', {
      fieldErrors: [{ pointer, code: 'invalid_format', detail }],
    });
  }
}

function entries(texts: unknown): [string, string][] {
  if (typeof texts !== 'object' || texts === null) return [];
  return Object.entries(texts).map(([name, value]) => [name, String(value)]);
}
