import { fixedLife, variableTypes } from '@cauce/connector-kit';
import { z } from 'zod';
import type { PayuRouteOptions } from './payu-route.connector.js';
import type { PayuAddress } from './payu.payer.js';

const { providerUrl, seconds, flag } = variableTypes;
const SECOND_MS = 1_000;

/** Parts of an address, in the order in which the setting names them. */
const ADDRESS_PARTS = ['street', 'city', 'department', 'postal code', 'phone'] as const;

const postalAddress = z
  .string()
  .transform((text) => text.split('|').map((part) => part.trim()))
  .refine(
    (parts) => parts.length === ADDRESS_PARTS.length && !parts.includes(''),
    `must be ${ADDRESS_PARTS.join('|')}`,
  )
  .transform((parts): PayuAddress => {
    const [street1 = '', city = '', state = '', postalCode = '', phone = ''] = parts;
    return { street1, city, state, postalCode, phone };
  });

const number = z.string().regex(/^\d{1,15}$/, 'must be a number that PayU gave');

/** Variables of a PayU account, for every rail over it; its routes are offered where it has keys. */
export const payuVariables = {
  CAUCE_PAYU_API_LOGIN: z.string().optional().describe('PayU: API login of the account'),
  CAUCE_PAYU_API_KEY: z
    .string()
    .optional()
    .describe('PayU: API key, which also signs requests and confirmations'),
  CAUCE_PAYU_MERCHANT_ID: number.optional().describe('PayU: number of the merchant'),
  CAUCE_PAYU_ACCOUNT_ID: number.optional().describe('PayU: number of the account for Colombia'),
  CAUCE_PAYU_PAYER_ADDRESS: postalAddress
    .optional()
    .describe(`PayU: address named as every payer’s: ${ADDRESS_PARTS.join('|')}`),
  CAUCE_PAYU_EGRESS_IP: z
    .ipv4()
    .default('127.0.0.1')
    .describe('PayU: the address that payments name as the payer’s'),
  CAUCE_PAYU_API_URL: providerUrl
    .default('https://api.payulatam.com')
    .describe('PayU: host of payments and reports'),
  CAUCE_PAYU_HASH: z
    .enum(['md5', 'sha1', 'sha256'])
    .default('md5')
    .describe('PayU: hash of the signatures of requests'),
  CAUCE_PAYU_TEST: flag.default(false).describe('PayU: requests are marked as tests'),
  CAUCE_PAYU_TIMEOUT_SECONDS: seconds
    .default(30)
    .describe('PayU: budget of issuing one voucher, which takes two requests'),
  CAUCE_PAYU_VISIBILITY_SECONDS: seconds
    .default(300)
    .describe('PayU: how long an executed submit may stay invisible to queries'),
  CAUCE_PAYU_MINIMUM_EXPIRY_SECONDS: seconds
    .default(86_400)
    .describe('PayU: shortest life of a cash voucher'),
  CAUCE_PAYU_MAXIMUM_EXPIRY_SECONDS: seconds
    .default(7 * 86_400)
    .describe('PayU: longest life of a cash voucher'),
  CAUCE_PAYU_TRANSFER_SECONDS: seconds
    .default(1_260)
    .describe('PayU: how long a transfer can be made; PayU itself names no end'),
} as const;

/** What must be set together. */
export const PAYU_KEYS = [
  'CAUCE_PAYU_API_LOGIN',
  'CAUCE_PAYU_API_KEY',
  'CAUCE_PAYU_MERCHANT_ID',
  'CAUCE_PAYU_ACCOUNT_ID',
  'CAUCE_PAYU_PAYER_ADDRESS',
] as const;

type PayuVariables = z.output<z.ZodObject<typeof payuVariables>>;

/** What PSE is told as the payer's browser. */
const USER_AGENT = 'Cauce';

/**
 * What a cash rail needs besides its own limits, method and texts.
 *
 * @returns null when there is no account
 */
export function payuOptions(
  variables: PayuVariables,
  defaultExpirySeconds: number,
): Omit<PayuRouteOptions, 'rail' | 'limits'> | null {
  return optionsOf(variables, {
    minimumMs: variables.CAUCE_PAYU_MINIMUM_EXPIRY_SECONDS * SECOND_MS,
    maximumMs: variables.CAUCE_PAYU_MAXIMUM_EXPIRY_SECONDS * SECOND_MS,
    defaultMs: defaultExpirySeconds * SECOND_MS,
  });
}

/**
 * What a transfer rail needs besides its own limits.
 *
 * @returns null when there is no account
 */
export function payuPseOptions(
  variables: PayuVariables,
): Omit<PayuRouteOptions, 'rail' | 'limits'> | null {
  return optionsOf(variables, fixedLife(variables.CAUCE_PAYU_TRANSFER_SECONDS * SECOND_MS));
}

function optionsOf(
  variables: PayuVariables,
  expiry: PayuRouteOptions['expiry'],
): Omit<PayuRouteOptions, 'rail' | 'limits'> | null {
  const apiLogin = variables.CAUCE_PAYU_API_LOGIN;
  const apiKey = variables.CAUCE_PAYU_API_KEY;
  const merchantId = variables.CAUCE_PAYU_MERCHANT_ID;
  const accountId = variables.CAUCE_PAYU_ACCOUNT_ID;
  const address = variables.CAUCE_PAYU_PAYER_ADDRESS;
  if (!apiLogin || !apiKey || !merchantId || !accountId || address === undefined) return null;
  return {
    expiry,
    visibilityHorizonMs: variables.CAUCE_PAYU_VISIBILITY_SECONDS * SECOND_MS,
    issueTimeoutMs: variables.CAUCE_PAYU_TIMEOUT_SECONDS * SECOND_MS,
    endpoints: { apiUrl: variables.CAUCE_PAYU_API_URL, apiLogin, apiKey },
    account: {
      merchantId,
      accountId,
      isTest: variables.CAUCE_PAYU_TEST,
      hash: variables.CAUCE_PAYU_HASH,
      egressIp: variables.CAUCE_PAYU_EGRESS_IP,
      userAgent: USER_AGENT,
      address,
    },
  };
}
