import { ConnectorError } from '@cauce/connector-kit';

/**
 * Longest values, in characters.
 *
 * @source paymentDescription: ACH's instructions, version 21; the others: a public integration certified by it
 */
export const FIELD_LENGTHS = {
  paymentDescription: 80,
  referenceNumber: 80,
  fullName: 200,
  address: 200,
} as const satisfies Record<string, number>;

/** ACH's fraud engine trips over these in any text. */
const FORBIDDEN = /[|"]/;

/**
 * A text for people, as PSE takes it: in composed form, without the forbidden characters, control characters
 * and emoji (which banks' pages lose), one blank between words, cut to its length.
 */
export function plainText(text: string, length: number): string {
  const kept = text
    .normalize('NFC')
    .replace(/[|"]/g, '')
    .replace(/[\p{Cc}\p{Cs}\u{10000}-\u{10FFFF}]/gu, ' ');
  return kept.replace(/\s+/g, ' ').trim().slice(0, length).trimEnd();
}

/**
 * A value that names somebody or something and may not be changed on its way.
 *
 * @throws ConnectorError invalid_request when it has a forbidden character
 */
export function unchanged(text: string, what: string): string {
  if (!FORBIDDEN.test(text)) return text;
  throw new ConnectorError('invalid_request', `PSE takes no | and no " in ${what}`);
}

/** A URL without the forbidden characters, which say the same when they are escaped. */
export function plainUrl(url: string): string {
  return url.replaceAll('|', '%7C').replaceAll('"', '%22');
}
