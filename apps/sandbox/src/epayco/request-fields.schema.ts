import { money, parseDecimal, type Money } from '@cauce/money';
import { z } from 'zod';
import type { CallbackTarget } from '../collections/callback-target.schema.js';
import type { VoucherDetails } from './voucher-details.schema.js';

/**
 * The fields that every restpagos request for a payment has, in the order in which the SDK sends them. Values
 * come as text. The SDK translates neither `metodoconfirmacion` nor `method_confirmation`, so both arrive.
 * What is not named here is accepted and ignored. An issue's message is one of `FIELD_ERRORS`.
 */

/** Shortest and longest document numbers. @source documentation of ePayco’s checkout */
export const DOCUMENT_LENGTHS: Readonly<Record<string, readonly [number, number]>> = {
  NIT: [7, 10],
  CC: [5, 15],
  CE: [4, 8],
  TI: [4, 20],
  PPN: [4, 12],
};

/** ePayco documents these codes for apify; that restpagos uses the same ones is our assumption. */
export const FIELD_ERRORS = {
  A001: 'es requerido',
  A002: 'es inválido',
  A003: 'supera la longitud máxima',
  A004: 'no existe en la lista de valores permitidos',
} as const satisfies Record<string, string>;

export type FieldErrorCode = keyof typeof FIELD_ERRORS;

const MAX_TEXT = 255;
const WHOLE_PESOS = /^\d{1,17}(\.0{1,2})?$/;

/** The amount field of a settlement file has 14 digits, two of them centavos. */
const MAX_MINOR = 99_999_999_999_999n;

const scalar = z.union([z.string(), z.number()], { error: 'A001' }).transform(String);

/** @param max - in characters */
export const requiredText = (max = MAX_TEXT) =>
  scalar.pipe(z.string().trim().min(1, 'A001').max(max, 'A003'));

/** Nothing and an empty text are the same. */
export const optionalText = z
  .union([z.string(), z.number()], { error: 'A002' })
  .nullish()
  .transform((value) => String(value ?? ''))
  .pipe(z.string().trim().max(MAX_TEXT, 'A003'));

const pesosOrNothing = optionalText
  .refine((value) => value === '' || pesosOf(value) !== null, 'A002')
  .transform(Number);
const method = optionalText
  .transform((value) => value.toUpperCase())
  .pipe(z.enum(['', 'GET', 'POST'], { error: 'A002' }));

export const requestFields = z.object({
  factura: requiredText(60),
  descripcion: requiredText(),
  valor: requiredText(20)
    .refine((value) => (pesosOf(value)?.minor ?? 0n) > 0n, { error: 'A002', abort: true })
    .refine((value) => (pesosOf(value)?.minor ?? 0n) <= MAX_MINOR, 'A003')
    .transform((value) => pesosOf(value) ?? money(0n, 'COP')),
  iva: pesosOrNothing,
  baseiva: pesosOrNothing,
  ico: pesosOrNothing,
  moneda: requiredText(3).refine((value) => value === 'COP', 'A002'),
  tipo_persona: requiredText(1).refine((value) => value === '0' || value === '1', 'A004'),
  tipo_doc: requiredText(3).refine((value) => Object.hasOwn(DOCUMENT_LENGTHS, value), 'A004'),
  documento: requiredText(20),
  nombres: requiredText(),
  apellidos: optionalText,
  email: requiredText().refine((value) => /^[^@\s]+@[^@\s]+$/.test(value), 'A002'),
  celular: optionalText,
  telefono: optionalText,
  pais: optionalText,
  ciudad: optionalText,
  direccion: optionalText,
  ip: requiredText(45),
  url_confirmacion: optionalText.refine((value) => value === '' || isHttpUrl(value), 'A002'),
  metodoconfirmacion: method,
  method_confirmation: method,
  extra1: optionalText,
  extra2: optionalText,
  extra3: optionalText,
  extra4: optionalText,
  extra5: optionalText,
  extra6: optionalText,
  extras_epayco: z.object({ extra5: optionalText }, { error: 'A002' }).nullish(),
  test: optionalText,
  enpruebas: optionalText,
  public_key: requiredText(),
});

type RequestFields = z.infer<typeof requestFields>;

/** What a request asks for, as the provider understood it. */
export interface EpaycoRequest {
  readonly factura: string;
  readonly amount: Money;
  /** As it came, time of Bogota; null when none was asked for. */
  readonly requestedExpiry: string | null;
  readonly publicKey: string;
  /** Null when the merchant does not want to be told. */
  readonly confirmation: CallbackTarget | null;
  readonly details: VoucherDetails;
}

/** The part of a request that does not depend on how it is paid. */
export function understood(body: RequestFields): EpaycoRequest {
  return {
    factura: body.factura,
    amount: body.valor,
    requestedExpiry: null,
    publicKey: body.public_key,
    confirmation: targetOf(body),
    details: detailsOf(body),
  };
}

function targetOf(body: RequestFields): CallbackTarget | null {
  if (body.url_confirmacion === '') return null;
  const asked = body.metodoconfirmacion || body.method_confirmation;
  return { url: body.url_confirmacion, method: asked === 'GET' ? 'GET' : 'POST' };
}

function detailsOf(body: RequestFields): VoucherDetails {
  const { extra1, extra2, extra3, extra4, extra5, extra6 } = body;
  return {
    descripcion: body.descripcion,
    iva: body.iva,
    baseiva: body.baseiva,
    ico: body.ico,
    tipoDoc: body.tipo_doc,
    documento: body.documento,
    nombres: body.nombres,
    apellidos: body.apellidos,
    email: body.email,
    celular: body.celular,
    telefono: body.telefono,
    pais: body.pais,
    ciudad: body.ciudad,
    direccion: body.direccion,
    ip: body.ip,
    isTest: (body.enpruebas || body.test).toUpperCase() !== 'FALSE',
    extras: { extra1, extra2, extra3, extra4, extra5, extra6 },
    extra5Epayco: body.extras_epayco?.extra5 ?? '',
    banco: '',
    urlRespuesta: null,
  };
}

/** @returns null unless the text is a number of whole pesos; `20.000` might mean twenty thousand */
function pesosOf(text: string): Money | null {
  return WHOLE_PESOS.test(text) ? parseDecimal(text, 'COP') : null;
}

export function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

/** Tells whether the number of the document is as long as its type wants. */
export function hasDocumentLength({ tipo_doc, documento }: RequestFields): boolean {
  const [shortest, longest] = DOCUMENT_LENGTHS[tipo_doc] ?? [0, Infinity];
  return documento.length >= shortest && documento.length <= longest;
}
