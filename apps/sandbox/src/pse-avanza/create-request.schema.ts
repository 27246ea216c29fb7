import { fromWholeUnits, money, type Money } from '@cauce/money';
import { z } from 'zod';
import type { PseAvanzaAccount } from './account.js';
import { isBank } from './banks.js';

/**
 * The message of `CreateTransactionPaymentNF`. An issue's message is PSE's own code for it.
 *
 * @source public copies of the PHP SDK of the service, notes on ACH's instructions of version 21: names,
 *   lengths, the rule on NIT; which code a wrong field gets is ours
 */

const INVALID = 'FAIL_INVALIDPARAMETERS';
const AMOUNT = 'FAIL_INVALIDAMOUNTORVATAMOUNT';

/** What the fraud engine does not take. */
const FORBIDDEN = /[|"]/;

/** Largest transfer, in pesos. @source a market page on PSE */
const MAXIMUM_PESOS = 788_800_000;
const CENTAVOS = 100;

/** How far a clock may be off. Ours. */
const CLOCK_MS = 86_400_000;

const text = (longest: number) =>
  z
    .string(INVALID)
    .min(1, INVALID)
    .max(longest, INVALID)
    .refine((value) => !FORBIDDEN.test(value), INVALID);

const amount = z
  .number(AMOUNT)
  .nonnegative(AMOUNT)
  .refine((value) => Number.isInteger(Math.round(value * CENTAVOS * 1_000) / 1_000), AMOUNT);

const IDENTIFICATION_TYPES = [
  'RegistroCivilDeNacimiento',
  'TarjetaDeIdentidad',
  'CedulaDeCiudadania',
  'TarjetaDeExtranjeria',
  'CedulaDeExtranjeria',
  'Pasaporte',
  'DocumentoDeIdentificacionExtranjero',
  'NIT',
] as const;

const createRequest = z
  .object({
    entityCode: z.string('FAIL_ENTITYNOTEXISTSORDISABLED'),
    financialInstitutionCode: z
      .string('FAIL_BANKNOTEXISTSORDISABLED')
      .refine(isBank, 'FAIL_BANKNOTEXISTSORDISABLED'),
    serviceCode: z.string('FAIL_SERVICENOTEXISTSORNOTCONFIGURED'),
    transactionValue: amount.positive(AMOUNT),
    vatValue: amount,
    ticketId: z.number(INVALID).int(INVALID).positive(INVALID),
    entityurl: z.url({ protocol: /^https?$/, error: INVALID }),
    userType: z.enum(['person', 'company'], INVALID),
    referenceNumber1: text(64),
    referenceNumber2: z.string(INVALID).max(64, INVALID).nullish(),
    referenceNumber3: z.string(INVALID).max(64, INVALID).nullish(),
    soliciteDate: z.iso.datetime({ offset: true, error: 'FAIL_INVALIDSOLICITDATE' }),
    paymentDescription: text(80),
    identificationType: z.enum(IDENTIFICATION_TYPES, INVALID),
    identificationNumber: text(20),
    fullName: text(200),
    cellphoneNumber: z.string(INVALID).regex(/^\d{10}$/, INVALID),
    address: text(200),
    email: z.email(INVALID),
    beneficiaryEntityIdentificationType: text(40),
    beneficiaryEntityIdentification: z.string(INVALID).regex(/^\d{1,15}$/, INVALID),
    beneficiaryEntityName: text(200),
    beneficiaryEntityCIIUCategory: z.string(INVALID).regex(/^\d{4}$/, INVALID),
    beneficiaryIdentificationType: text(40),
    beneficiaryIdentification: text(20),
    indicator4per1000: z.literal([0, 1, '0', '1'], INVALID),
  })
  .refine((one) => (one.userType === 'company') === (one.identificationType === 'NIT'), INVALID)
  .refine((one) => one.vatValue <= one.transactionValue, AMOUNT);

export type CreateRequest = z.infer<typeof createRequest>;

/** Why a request is refused. */
export interface CreateRefusal {
  readonly code: string;
  /** The field that it is about. */
  readonly field: string;
}

/** Reads a message, in the order in which an entity would be refused. */
export function parseCreate(
  message: unknown,
  account: PseAvanzaAccount,
  now: Date,
): { readonly asked: CreateRequest } | CreateRefusal {
  const parsed = createRequest.safeParse(message);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { code: issue?.message ?? INVALID, field: issue?.path.join('.') ?? '' };
  }
  const asked = parsed.data;
  const wrong = wrongIn(asked, account, now);
  return wrong === null ? { asked } : { code: wrong[0], field: wrong[1] };
}

function wrongIn(
  asked: CreateRequest,
  account: PseAvanzaAccount,
  now: Date,
): readonly [code: string, field: keyof CreateRequest] | null {
  if (asked.entityCode !== account.entityCode) {
    return ['FAIL_ENTITYNOTEXISTSORDISABLED', 'entityCode'];
  }
  if (asked.serviceCode !== account.serviceCode) {
    return ['FAIL_SERVICENOTEXISTSORNOTCONFIGURED', 'serviceCode'];
  }
  const offMs = Math.abs(new Date(asked.soliciteDate).getTime() - now.getTime());
  if (offMs > CLOCK_MS) return ['FAIL_INVALIDSOLICITDATE', 'soliciteDate'];
  if (asked.transactionValue > MAXIMUM_PESOS) return ['FAIL_EXCEEDEDLIMIT', 'transactionValue'];
  return null;
}

export function amountOf({ transactionValue: pesos }: CreateRequest): Money {
  const centavos = BigInt(Math.round(pesos * CENTAVOS));
  if (Number.isInteger(pesos)) return fromWholeUnits(BigInt(pesos), 'COP');
  return money(centavos, 'COP');
}
