import { fixedLife, variableTypes } from '@cauce/connector-kit';
import { z } from 'zod';
import { REFERENCE_FIELDS } from './pse-avanza.account.js';
import type { PseAvanzaOptions } from './pse-avanza.connector.js';
import { PSE_TIMING } from './pse-avanza.timing.js';

const { providerUrl, seconds, flag } = variableTypes;
const SECOND_MS = 1_000;

const hex = (bytes: readonly number[]) =>
  z
    .string()
    .regex(/^([0-9a-f]{2})+$/i, 'must be hexadecimal')
    .transform((text) => new Uint8Array(Buffer.from(text, 'hex')))
    .refine(({ length }) => bytes.includes(length), `must have ${bytes.join(' or ')} bytes`);

/** Variables of an entity at ACH Colombia; the route is offered where all of {@link PSE_AVANZA_KEYS} are set. */
export const pseAvanzaVariables = {
  CAUCE_PSE_AVANZA_CLIENT_ID: z.string().optional().describe('PSE Avanza: client id'),
  CAUCE_PSE_AVANZA_CLIENT_SECRET: z.string().optional().describe('PSE Avanza: client secret'),
  CAUCE_PSE_AVANZA_KEY: hex([32])
    .optional()
    .describe('PSE Avanza: key that seals messages, 32 bytes in hexadecimal'),
  CAUCE_PSE_AVANZA_IV: hex([12, 16])
    .optional()
    .describe('PSE Avanza: initialization vector that ACH gave, 12 or 16 bytes in hexadecimal'),
  CAUCE_PSE_AVANZA_ENTITY_CODE: z.string().optional().describe('PSE Avanza: code of the entity'),
  CAUCE_PSE_AVANZA_SERVICE_CODE: z
    .string()
    .max(10)
    .optional()
    .describe('PSE Avanza: code of the service that is paid for'),
  CAUCE_PSE_AVANZA_ENTITY_NIT: z
    .string()
    .regex(/^\d{1,15}$/, 'must be digits alone')
    .optional()
    .describe('PSE Avanza: NIT of the entity whose account is credited'),
  CAUCE_PSE_AVANZA_ENTITY_NAME: z
    .string()
    .optional()
    .describe('PSE Avanza: name of the entity whose account is credited'),
  CAUCE_PSE_AVANZA_ENTITY_CIIU: z
    .string()
    .regex(/^\d{4}$/, 'must be four digits')
    .optional()
    .describe('PSE Avanza: CIIU code of what the entity does'),
  CAUCE_PSE_AVANZA_PAYER_ADDRESS: z
    .string()
    .optional()
    .describe('PSE Avanza: address named as every payer’s'),
  CAUCE_PSE_AVANZA_PAYER_PHONE: z
    .string()
    .regex(/^\d{10}$/, 'must be ten digits')
    .optional()
    .describe('PSE Avanza: phone named for payers without a Colombian one; left out, refused'),
  CAUCE_PSE_AVANZA_NIT_CHECK_DIGIT: flag
    .default(true)
    .describe('PSE Avanza: the NIT of a company is told with its check digit'),
  CAUCE_PSE_AVANZA_REFERENCE_FIELD: z
    .enum(REFERENCE_FIELDS)
    .default('referenceNumber1')
    .describe('PSE Avanza: which reference of the service carries ours, as agreed with ACH'),
  CAUCE_PSE_AVANZA_TICKET_DIGITS: z.coerce
    .number()
    .int()
    .min(9)
    .max(18)
    .default(15)
    .describe('PSE Avanza: digits of a ticket number'),
  CAUCE_PSE_AVANZA_TAX_EXEMPT: flag
    .default(false)
    .describe('PSE Avanza: the credited account is marked as free of the tax on movements'),
  CAUCE_PSE_AVANZA_STATUS_METHOD: z
    .enum(['GetTransactionInformationDetailed', 'GetTransactionInformationNF'])
    .default('GetTransactionInformationDetailed')
    .describe('PSE Avanza: the question about a transaction; the detailed one says why'),
  CAUCE_PSE_AVANZA_API_URL: providerUrl
    .default('https://apiprd.pse.com.co')
    .describe('PSE Avanza: host of the API'),
  CAUCE_PSE_AVANZA_TIMEOUT_SECONDS: seconds
    .default(30)
    .describe('PSE Avanza: budget of creating one transaction'),
  CAUCE_PSE_AVANZA_VISIBILITY_SECONDS: seconds
    .default(PSE_TIMING.settledMs / SECOND_MS)
    .describe('PSE Avanza: after which a create whose answer was lost has ended by itself'),
  CAUCE_PSE_AVANZA_TRANSFER_SECONDS: seconds
    .default(PSE_TIMING.probesOverMs / SECOND_MS)
    .describe('PSE Avanza: how long a transfer can be made'),
  CAUCE_PSE_AVANZA_BANKS_SECONDS: seconds
    .default(86_400)
    .describe('PSE Avanza: how long a list of banks is shown before it is asked for again'),
} as const;

/** What must be set together. */
export const PSE_AVANZA_KEYS = [
  'CAUCE_PSE_AVANZA_CLIENT_ID',
  'CAUCE_PSE_AVANZA_CLIENT_SECRET',
  'CAUCE_PSE_AVANZA_KEY',
  'CAUCE_PSE_AVANZA_IV',
  'CAUCE_PSE_AVANZA_ENTITY_CODE',
  'CAUCE_PSE_AVANZA_SERVICE_CODE',
  'CAUCE_PSE_AVANZA_ENTITY_NIT',
  'CAUCE_PSE_AVANZA_ENTITY_NAME',
  'CAUCE_PSE_AVANZA_ENTITY_CIIU',
  'CAUCE_PSE_AVANZA_PAYER_ADDRESS',
] as const;

type PseAvanzaVariables = z.output<z.ZodObject<typeof pseAvanzaVariables>>;
type Keys = { [K in (typeof PSE_AVANZA_KEYS)[number]]: NonNullable<PseAvanzaVariables[K]> };

/**
 * What a rail needs besides its own limits.
 *
 * @returns null when there is no account
 */
export function pseAvanzaOptions(
  variables: PseAvanzaVariables,
): Omit<PseAvanzaOptions, 'rail' | 'limits'> | null {
  if (!hasKeys(variables)) return null;
  return {
    expiry: fixedLife(variables.CAUCE_PSE_AVANZA_TRANSFER_SECONDS * SECOND_MS),
    visibilityHorizonMs: variables.CAUCE_PSE_AVANZA_VISIBILITY_SECONDS * SECOND_MS,
    issueTimeoutMs: variables.CAUCE_PSE_AVANZA_TIMEOUT_SECONDS * SECOND_MS,
    statusMethod: variables.CAUCE_PSE_AVANZA_STATUS_METHOD,
    bankListLifeMs: variables.CAUCE_PSE_AVANZA_BANKS_SECONDS * SECOND_MS,
    endpoint: {
      baseUrl: variables.CAUCE_PSE_AVANZA_API_URL,
      clientId: variables.CAUCE_PSE_AVANZA_CLIENT_ID,
      clientSecret: variables.CAUCE_PSE_AVANZA_CLIENT_SECRET,
      key: variables.CAUCE_PSE_AVANZA_KEY,
      iv: variables.CAUCE_PSE_AVANZA_IV,
    },
    account: accountOf(variables),
  };
}

function accountOf(variables: PseAvanzaVariables & Keys) {
  const nit = variables.CAUCE_PSE_AVANZA_ENTITY_NIT;
  return {
    entityCode: variables.CAUCE_PSE_AVANZA_ENTITY_CODE,
    serviceCode: variables.CAUCE_PSE_AVANZA_SERVICE_CODE,
    referenceField: variables.CAUCE_PSE_AVANZA_REFERENCE_FIELD,
    ticketDigits: variables.CAUCE_PSE_AVANZA_TICKET_DIGITS,
    payer: {
      address: variables.CAUCE_PSE_AVANZA_PAYER_ADDRESS,
      cellphone: variables.CAUCE_PSE_AVANZA_PAYER_PHONE ?? null,
      nitHasCheckDigit: variables.CAUCE_PSE_AVANZA_NIT_CHECK_DIGIT,
    },
    beneficiary: {
      entityIdentificationType: 'NIT',
      entityIdentification: nit,
      entityName: variables.CAUCE_PSE_AVANZA_ENTITY_NAME,
      entityCiiuCategory: variables.CAUCE_PSE_AVANZA_ENTITY_CIIU,
      identificationType: 'NIT',
      identification: nit,
    },
    indicator4per1000: variables.CAUCE_PSE_AVANZA_TAX_EXEMPT ? '1' : '0',
  } as const;
}

function hasKeys(variables: PseAvanzaVariables): variables is PseAvanzaVariables & Keys {
  return PSE_AVANZA_KEYS.every((key) => variables[key] !== undefined);
}
