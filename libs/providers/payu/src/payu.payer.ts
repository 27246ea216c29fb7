import { ConnectorError } from '@cauce/connector-kit';
import type { DocumentType, Payer } from '@cauce/contracts';

/** An address and a phone that PayU is told as the payer's: it wants them, and we do not know them. */
export interface PayuAddress {
  readonly street1: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  /** Of the payer too, when the payer has named none. */
  readonly phone: string;
}

/** Lengths of PayU's fields, in characters. */
const MAX_NAME = 150;
const MAX_PHONE = 20;
const MAX_DOCUMENT = 20;
const MAX_EMAIL = 255;

/**
 * Documents as PayU calls them. It has no PPT, which is a foreigner's document: `DE`.
 *
 * @source PayU Latam's documentation, document types of PSE in Colombia; DE for PPT is assumed
 */
const DOCUMENT_TYPES = {
  CC: 'CC',
  CE: 'CE',
  NIT: 'NIT',
  TI: 'TI',
  PPN: 'PP',
  PPT: 'DE',
} as const satisfies Record<DocumentType, string>;

/** Who pays, as both `buyer` and `payer` name them. */
export interface PayuPerson {
  readonly fullName: string;
  readonly emailAddress: string;
  readonly contactPhone: string;
  readonly dniNumber: string;
  readonly dniType: string;
}

/**
 * The payer as PayU wants them.
 *
 * @throws ConnectorError invalid_request for a payer without document or e-mail, or with longer ones than
 *   PayU takes: a cut one would be somebody else's
 */
export function toPerson(payer: Payer, address: PayuAddress): PayuPerson {
  const { type, number } = present(payer.document, 'a document');
  const characters = number.replaceAll('-', '');
  return {
    fullName: plainText(payer.name, MAX_NAME) || 'NA',
    emailAddress: fitting(present(payer.email, 'an e-mail address'), MAX_EMAIL),
    contactPhone: fitting(nationalPhone(payer.phone) ?? address.phone, MAX_PHONE),
    // PSE knows a NIT without its check digit.
    dniNumber: fitting(type === 'NIT' ? characters.slice(0, 9) : characters, MAX_DOCUMENT),
    dniType: DOCUMENT_TYPES[type],
  };
}

/** An address of ours, which stands where PayU wants the payer's. */
export function toAddress({ street1, city, state, postalCode, phone }: PayuAddress) {
  return { street1, city, state, country: 'CO', postalCode, phone };
}

/**
 * Text without control characters and without those beyond the Basic Multilingual Plane (emoji).
 *
 * @param maxCharacters what is longer is cut
 */
export function plainText(text: string, maxCharacters: number): string {
  const kept = text.normalize('NFC').replace(/[\p{Cc}\p{Cs}\u{10000}-\u{10FFFF}]/gu, ' ');
  return kept.replace(/\s+/g, ' ').trim().slice(0, maxCharacters).trim();
}

/** A Colombian number without its country code; others as digits. */
function nationalPhone(phone: string | null): string | null {
  return phone === null ? null : phone.replace(/^\+57/, '').replace(/^\+/, '');
}

function present<T>(value: T | null, what: string): T {
  if (value === null) throw new ConnectorError('invalid_request', `PayU wants ${what}`);
  return value;
}

function fitting(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  throw new ConnectorError('invalid_request', `PayU takes ${maxCharacters} characters at most`);
}
