import { apiError } from './api-errors.js';

/** Longest key: what the systems that callers come from accept. */
const MAX_KEY_LENGTH = 255;

/** Printable ASCII without quote and backslash; or a structured-field string, which may escape those two. */
const BARE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/;

/**
 * Reads an Idempotency-Key header.
 *
 * @param header the header's value: a quoted structured-field string, or the bare key
 * @returns the key without quotes, 1 to 255 printable ASCII characters; `"k"` and `k` are the same key
 * @throws AppError MISSING_IDEMPOTENCY_KEY when absent or empty; INVALID_REQUEST when malformed
 * @source draft-ietf-httpapi-idempotency-key-header-07; RFC 9651 3.3.3
 */
export function idempotencyKeyOf(header: string | undefined): string {
  const text = header?.trim();
  if (!text || text === '""') throw apiError('MISSING_IDEMPOTENCY_KEY');
  const quoted = QUOTED.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1');
  const key = quoted ?? (BARE.test(text) ? text : undefined);
  if (key === undefined || key.length > MAX_KEY_LENGTH) {
    throw apiError('INVALID_REQUEST', {
      detail: `Idempotency-Key must be 1 to ${MAX_KEY_LENGTH} printable ASCII characters`,
    });
  }
  return key;
}
