import { parseExactly } from '@cauce/connector-kit';

/**
 * Parses a body of JSON in UTF-8; numbers stay the text that they were written as, which is what a checksum
 * was made over.
 *
 * @returns undefined for anything else: bytes that are no UTF-8, a page for people, nothing at all
 */
export function parseBody(body: Uint8Array): unknown {
  try {
    return parseExactly(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
