import type { RawCallback } from '../connector.js';

/** A callback as it lies in its row, before it is sealed; the body is base64. Older rows have no headers. */
type StoredCallback = Omit<RawCallback, 'body' | 'headers'> & {
  readonly headers?: RawCallback['headers'];
  readonly body: string;
};

/**
 * Writes a callback as text from which every byte comes back.
 *
 * @returns the same text for the same bytes: what a callback is recognised by
 */
export function toText(callback: RawCallback): string {
  const { method, suffix, query, contentType } = callback;
  const body = Buffer.from(callback.body).toString('base64');
  const headers = Object.entries(callback.headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const some = headers.length === 0 ? {} : { headers: Object.fromEntries(headers) };
  const stored: StoredCallback = { method, suffix, query, contentType, ...some, body };
  return JSON.stringify(stored);
}

/** Reads what {@link toText} wrote; the seal around it proves that it is that. */
export function fromText(text: string): RawCallback {
  const { body, headers = {}, ...rest } = JSON.parse(text) as StoredCallback;
  return { ...rest, headers, body: Buffer.from(body, 'base64') };
}
