import { ConnectorError } from '@cauce/connector-kit';
import type { DocumentType, Payer } from '@cauce/contracts';

/** Longest first and last name. @source Payment Brick, PSE: 1 to 32 characters */
const MAX_NAME_LENGTH = 32;

/** Stands for a name that there is none of: neither may be empty. */
const NO_NAME = 'NA';

/** What Mercado Pago calls our documents; its list for cash is the shorter one. */
const DOCUMENTS = {
  CC: { cash: 'CC', pse: 'CC' },
  CE: { cash: 'CE', pse: 'CE' },
  NIT: { cash: 'NIT', pse: 'NIT' },
  TI: { cash: 'Otro', pse: 'TI' },
  PPN: { cash: 'Otro', pse: 'PAS' },
  PPT: { cash: 'Otro', pse: 'Otro' },
} as const satisfies Record<DocumentType, { cash: string; pse: string }>;

/** One to fifteen digits; a passport has letters too. */
const DIGITS = /^\d{1,15}$/;
const LETTERS_AND_DIGITS = /^[A-Z\d]{1,15}$/i;

/** A Colombian number: three digits of operator or region, seven of the line. */
const COLOMBIAN_PHONE = /^\+57(\d{3})(\d{7})$/;

/**
 * An address in the fields of PSE's form. Mercado Pago wants the payer's, which Cauce does not have: it is
 * told the installation's.
 */
export interface PostalAddress {
  /** Exactly 5 characters. */
  readonly zipCode: string;
  /** 1 to 18 characters, as neighborhood and city. */
  readonly streetName: string;
  /** 1 to 5 characters. */
  readonly streetNumber: string;
  readonly neighborhood: string;
  readonly city: string;
}

/** Text in NFC without emoji, control characters and runs of spaces. */
export function plain(text: string): string {
  const kept = text.normalize('NFC').replace(/[\u{10000}-\u{10FFFF}\uFE0F\p{C}]/gu, ' ');
  return kept.replace(/\s+/g, ' ').trim();
}

/**
 * Splits a full name in two, as the form wants it: half of the words are names, the rest surnames. A company
 * keeps its name whole. What is longer than the form is cut.
 */
export function namesOf({ kind, name }: Payer): { first_name: string; last_name: string } {
  const words = plain(name).split(' ');
  const middle = kind === 'company' ? words.length : Math.max(1, Math.floor(words.length / 2));
  return {
    first_name: fitting(words.slice(0, middle).join(' ')),
    last_name: fitting(words.slice(middle).join(' ')),
  };
}

/**
 * A document as Mercado Pago names it. A NIT goes without its check digit.
 *
 * @throws ConnectorError invalid_request for a number that does not fit its field
 */
export function identificationOf(
  { type, number }: NonNullable<Payer['document']>,
  form: 'cash' | 'pse',
): { type: string; number: string } {
  const characters = number.replace(/[\s.-]/g, '');
  const own = type === 'NIT' ? characters.slice(0, 9) : characters;
  const allowed = type === 'PPN' ? LETTERS_AND_DIGITS : DIGITS;
  if (allowed.test(own)) return { type: DOCUMENTS[type][form], number: own };
  throw new ConnectorError('invalid_request', 'Mercado Pago takes documents of 1 to 15 digits');
}

/** A phone in the form's two parts, or null for none and for those of other countries. */
export function phoneOf(phone: string | null): { area_code: string; number: string } | null {
  const [, area, number] = COLOMBIAN_PHONE.exec(phone ?? '') ?? [];
  return area === undefined || number === undefined ? null : { area_code: area, number };
}

/** An address in the form's names. */
export function addressOf(address: PostalAddress): Record<string, string> {
  return {
    zip_code: address.zipCode,
    street_name: address.streetName,
    street_number: address.streetNumber,
    neighborhood: address.neighborhood,
    city: address.city,
  };
}

/** Names of the fields of an address that PSE's form would not take. */
export function addressProblems(address: PostalAddress): string[] {
  const lengths: Record<keyof PostalAddress, readonly [number, number]> = {
    zipCode: [5, 5],
    streetName: [1, 18],
    streetNumber: [1, 5],
    neighborhood: [1, 18],
    city: [1, 18],
  };
  return (Object.keys(lengths) as (keyof PostalAddress)[]).filter((field) => {
    const [least, most] = lengths[field];
    return address[field].length < least || address[field].length > most;
  });
}

function fitting(name: string): string {
  return name.slice(0, MAX_NAME_LENGTH).trim() || NO_NAME;
}
