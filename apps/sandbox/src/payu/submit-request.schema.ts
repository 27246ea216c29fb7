import { fromWholeUnits, type Money } from '@cauce/money';
import { z } from 'zod';
import { BANKS, METHODS, METHOD_NAMES } from './methods.js';
import { property, tooLarge, tooSmall } from './refusal.js';

/**
 * The `transaction` of `SUBMIT_TRANSACTION`; names that are not here are ignored, as the real one does.
 *
 * @source PayU Latam's documentation, payments API for Colombia: cash, bank reference, bank transfer
 */

const LONGEST_DESCRIPTION = 255;
const LONGEST_NAME = 150;
const EMPTY = 'No puede ser vacío';

const text = (longest: number) => z.string(EMPTY).min(1, EMPTY).max(longest, 'Es muy largo');

const person = z.object({
  fullName: text(LONGEST_NAME),
  emailAddress: z.email('No es un correo'),
  contactPhone: text(20).nullish(),
  dniNumber: text(20),
});

const pesos = z.object({
  value: z.number('Debe ser un número').int('Debe ser un número entero').nonnegative(),
  currency: z.literal('COP', 'La moneda no es válida'),
});

const transaction = z.object({
  order: z.object({
    accountId: z.union([z.string(), z.number()]).transform(String),
    referenceCode: text(255),
    description: text(LONGEST_DESCRIPTION),
    language: z.enum(['es', 'en', 'pt'], 'No es válido'),
    signature: text(64),
    notifyUrl: z.url({ protocol: /^https?$/, error: 'No es una dirección' }).nullish(),
    additionalValues: z.object({
      TX_VALUE: pesos,
      TX_TAX: pesos.optional(),
      TX_TAX_RETURN_BASE: pesos.optional(),
    }),
    buyer: person,
  }),
  payer: person,
  type: z.literal('AUTHORIZATION_AND_CAPTURE', 'No es válido'),
  paymentMethod: z.enum(METHOD_NAMES, 'No es válido'),
  paymentCountry: z.literal('CO', 'No es válido'),
  expirationDate: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, 'No tiene el formato YYYY-MM-DDTHH:MM:SS')
    .nullish(),
  ipAddress: text(39),
  deviceSessionId: text(255).nullish(),
  cookie: text(255).nullish(),
  userAgent: text(1024).nullish(),
  extraParameters: z.record(z.string(), z.unknown()).nullish(),
});

export type SubmittedTransaction = z.infer<typeof transaction>;

/** What PSE wants besides. */
const pseParameters = z.object({
  RESPONSE_URL: z.url({ protocol: /^https?$/, error: 'No es una dirección' }),
  PSE_REFERENCE1: z.ipv4('No es una dirección IP'),
  FINANCIAL_INSTITUTION_CODE: z
    .string(EMPTY)
    .refine((code) => code !== '0' && BANKS.some(({ pseCode }) => pseCode === code), 'No existe'),
  USER_TYPE: z.enum(['N', 'J'], 'No es válido'),
  PSE_REFERENCE2: z.enum(['CC', 'CE', 'NIT', 'TI', 'PP', 'IDC', 'CEL', 'RC', 'DE'], 'No es válido'),
  PSE_REFERENCE3: text(20),
});

export type PseParameters = z.infer<typeof pseParameters>;

/** A request that can be made, or what PayU says of it. */
export type Submit =
  | { readonly asked: SubmittedTransaction; readonly pse: PseParameters | null }
  | { readonly error: string };

/** Reads the `transaction` of a request; its signature is judged by the caller. */
export function parseSubmit(body: unknown): Submit {
  const parsed = transaction.safeParse(body);
  if (!parsed.success) return { error: problemOf(parsed.error, []) };
  const asked = parsed.data;
  const value = asked.order.additionalValues.TX_VALUE.value;
  const { minimumPesos, maximumPesos } = METHODS[asked.paymentMethod];
  if (value < minimumPesos) return { error: tooSmall(minimumPesos) };
  if (value > maximumPesos) return { error: tooLarge(maximumPesos) };
  if (asked.paymentMethod !== 'PSE') return { asked, pse: null };
  for (const name of ['deviceSessionId', 'cookie', 'userAgent'] as const) {
    if (!asked[name]) return { error: property(name, EMPTY) };
  }
  const pse = pseParameters.safeParse(asked.extraParameters);
  if (!pse.success) return { error: problemOf(pse.error, ['extraParameters']) };
  return { asked, pse: pse.data };
}

export function amountOf({ order }: SubmittedTransaction): Money {
  return fromWholeUnits(BigInt(order.additionalValues.TX_VALUE.value), 'COP');
}

function problemOf({ issues }: z.ZodError, path: readonly string[]): string {
  const [issue] = issues;
  const where = [...path, ...(issue?.path ?? [])].join('.');
  return property(where, issue?.message ?? 'No es válido');
}
