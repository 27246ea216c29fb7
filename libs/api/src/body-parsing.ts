import { apiError } from './api-errors.js';
import { bodyLimitsOf, limitBodies } from './body-limits.js';
import { isRaw } from './raw-body.js';
import { readJson } from './read-json.js';
import type { HttpRequest, HttpServer } from './http-types.js';

/** Largest request body. Files go through their own, streamed route. */
export const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * Replaces the server's body parsers: JSON within our limits, exact bytes on raw routes, 415 otherwise.
 * Without a route there is nobody to read the body for, and the answer stays 404.
 */
export function parseBodies(server: HttpServer): void {
  limitBodies(server);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, body, done) => finish(done, () => jsonOrRaw(request, body)),
  );
  server.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (request, body, done) =>
    finish(done, () => rawOnly(request, body)),
  );
}

function jsonOrRaw(request: HttpRequest, body: Buffer): unknown {
  if (isRaw(request)) return body;
  if (request.is404 || body.length === 0) return undefined;
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding.toLowerCase() !== 'identity') {
    throw apiError('UNSUPPORTED_MEDIA_TYPE', { detail: 'A compressed body is not accepted' });
  }
  return readJson(body, bodyLimitsOf(request.routeOptions.config)?.arrayItems);
}

function rawOnly(request: HttpRequest, body: Buffer): unknown {
  if (isRaw(request)) return body;
  if (request.is404 || body.length === 0) return undefined;
  throw apiError('UNSUPPORTED_MEDIA_TYPE');
}

function finish(done: (error: Error | null, body?: unknown) => void, parse: () => unknown): void {
  let body: unknown;
  try {
    body = parse();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done(null, body);
}
