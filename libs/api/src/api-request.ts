import type { Caller } from './access.js';
import type { HttpRequest } from './http-types.js';

/** A request with what the HTTP edge learns about it on the way. */
export interface ApiRequest extends HttpRequest {
  /** Set by the guard; absent on public routes. */
  caller?: Caller;
  /** Step of the trace that the request begins; absent until its head was read. */
  traceparent?: string;
  /** Code of the error that was answered, for the access log. */
  errorCode?: string;
}

/** Path of a request without its query, which may carry personal data. */
export function pathOf(request: { readonly url: string }): string {
  const end = request.url.indexOf('?');
  return end < 0 ? request.url : request.url.slice(0, end);
}

/** The query exactly as it was sent, without the question mark. */
export function queryOf(request: { readonly url: string }): string {
  const start = request.url.indexOf('?');
  return start < 0 ? '' : request.url.slice(start + 1);
}
