import type { RawCallback } from '../connector.js';

/** A callback as it lies in its row, before it is sealed; the body is base64. */
type StoredCallback = Omit<RawCallback, 'body'> & { readonly body: string };

/**
 * Writes a callback as text from which every byte comes back.
 *
 * @returns the same text for the same bytes: what a callback is recognised by
 */
export function toText(callback: RawCallback): string {
  const { method, suffix, query, contentType } = callback;
  const body = Buffer.from(callback.body).toString('base64');
  const stored: StoredCallback = { method, suffix, query, contentType, body };
  return JSON.stringify(stored);
}

/** Reads what {@link toText} wrote; the seal around it proves that it is that. */
export function fromText(text: string): RawCallback {
  const { body, ...rest } = JSON.parse(text) as StoredCallback;
  return { ...rest, body: Buffer.from(body, 'base64') };
}
