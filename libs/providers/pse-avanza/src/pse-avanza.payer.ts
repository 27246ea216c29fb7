import { ConnectorError } from '@cauce/connector-kit';
import type { DocumentType, Payer } from '@cauce/contracts';
import { FIELD_LENGTHS, plainText, unchanged } from './pse-avanza.text.js';

/** PSE's names of documents; null where its list has none, and nothing near it may stand for it. */
export const IDENTIFICATION_TYPES = {
  CC: 'CedulaDeCiudadania',
  CE: 'CedulaDeExtranjeria',
  NIT: 'NIT',
  TI: 'TarjetaDeIdentidad',
  PPN: 'Pasaporte',
  PPT: null,
} as const satisfies Record<DocumentType, string | null>;

/** What an account says about payers where the payer, or our API, does not. */
export interface PayerDefaults {
  /** PSE wants a postal address, and we never ask payers for one. */
  readonly address: string;
  /** Ten digits for a payer without a Colombian number; null: such a payer is refused. */
  readonly cellphone: string | null;
  /** Whether a NIT is told with its check digit. */
  readonly nitHasCheckDigit: boolean;
}

/** PSE's fields about the payer. */
export interface PayerFields {
  readonly userType: 'person' | 'company';
  readonly identificationType: string;
  readonly identificationNumber: string;
  readonly fullName: string;
  readonly cellphoneNumber: string;
  readonly address: string;
  readonly email: string;
}

const NIT_DIGITS = 9;
const COLOMBIAN_PHONE = /^\+57(\d{10})$/;

/**
 * The payer as PSE wants one.
 *
 * @throws ConnectorError invalid_request for a payer whom PSE cannot take: without document, e-mail, name or
 *   Colombian phone, with a document that PSE does not know, a person with a NIT, a company without one
 * @source ACH's instructions, version 18 on: a person has no NIT, a company has nothing else
 */
export function payerFields(payer: Payer, defaults: PayerDefaults): PayerFields {
  const { type, number } = present(payer.document, 'a document');
  const identificationType = present(IDENTIFICATION_TYPES[type], `a document other than ${type}`);
  if ((payer.kind === 'company') !== (type === 'NIT')) {
    throw new ConnectorError('invalid_request', `a ${payer.kind} with ${type}: not at PSE`);
  }
  const characters = unchanged(number.replaceAll('-', ''), 'a document');
  const isCut = type === 'NIT' && !defaults.nitHasCheckDigit;
  const fullName = plainText(payer.name, FIELD_LENGTHS.fullName);
  return {
    userType: payer.kind,
    identificationType,
    identificationNumber: isCut ? characters.slice(0, NIT_DIGITS) : characters,
    fullName: present(fullName || null, 'a name'),
    cellphoneNumber: present(phoneOf(payer) ?? defaults.cellphone, 'a Colombian phone number'),
    address: plainText(defaults.address, FIELD_LENGTHS.address),
    email: unchanged(present(payer.email, 'an e-mail address'), 'an e-mail address'),
  };
}

function phoneOf({ phone }: Payer): string | null {
  return COLOMBIAN_PHONE.exec(phone ?? '')?.[1] ?? null;
}

export function present<T>(value: T | null, what: string): T {
  if (value === null) throw new ConnectorError('invalid_request', `PSE wants ${what}`);
  return value;
}
