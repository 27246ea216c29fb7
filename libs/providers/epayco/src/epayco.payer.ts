import { ConnectorError } from '@cauce/connector-kit';
import type { Payer } from '@cauce/contracts';

/**
 * Splits a full name in two, as the form wants it: half of the words are names, the rest surnames.
 *
 * @returns `NA` for a part that would be empty
 */
export function splitName(full: string): { names: string; surnames: string } {
  const words = plain(full).split(' ');
  const middle = Math.max(1, Math.floor(words.length / 2));
  const names = words.slice(0, middle).join(' ') || 'NA';
  return { names, surnames: words.slice(middle).join(' ') || 'NA' };
}

/** Text as forms take it: composed, with single blanks, and without emoji, over which a form loses whole requests. */
export function plain(text: string): string {
  const kept = text.normalize('NFC').replace(/[\u{10000}-\u{10FFFF}]/gu, ' ');
  return kept.replace(/\s+/g, ' ').trim();
}

export function namesOf(payer: Payer): { nombres: string; apellidos: string } {
  if (payer.kind === 'company') return { nombres: plain(payer.name) || 'NA', apellidos: 'NA' };
  const { names, surnames } = splitName(payer.name);
  return { nombres: names, apellidos: surnames };
}

/** ePayco knows a NIT without its check digit. */
export function documentOf({ document }: Payer): { tipo_doc: string; documento: string } {
  const { type, number } = present(document, 'a document');
  const characters = number.replace('-', '');
  return { tipo_doc: type, documento: type === 'NIT' ? characters.slice(0, 9) : characters };
}

/** @throws ConnectorError invalid_request */
export function present<T>(value: T | null, what: string): T {
  if (value === null) throw new ConnectorError('invalid_request', `ePayco wants ${what}`);
  return value;
}

/** A Colombian number without its country code; others as digits. */
export function nationalPhone(phone: string | null): string {
  return phone === null ? '' : phone.replace(/^\+57/, '').replace(/^\+/, '');
}
