import { variableTypes } from '@cauce/connector-kit';
import { z } from 'zod';
import type { MercadopagoOptions } from './mercadopago-payments.connector.js';

const { providerUrl, seconds, flag } = variableTypes;
const SECOND_MS = 1_000;

/** Variables of a Mercado Pago account, for every rail over it; its routes are offered where it has a token. */
export const mercadopagoVariables = {
  CAUCE_MERCADOPAGO_ACCESS_TOKEN: z
    .string()
    .optional()
    .describe('Mercado Pago: access token of the application'),
  CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: z
    .string()
    .optional()
    .describe('Mercado Pago: secret that signs webhooks; two with a comma while it is changed'),
  CAUCE_MERCADOPAGO_COLLECTOR_ID: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the number of the account')
    .optional()
    .describe('Mercado Pago: number of the account, whose payments alone count when it is set'),
  CAUCE_MERCADOPAGO_API_URL: providerUrl
    .default('https://api.mercadopago.com')
    .describe('Mercado Pago: host of the API'),
  CAUCE_MERCADOPAGO_TEST: flag
    .default(false)
    .describe('Mercado Pago: the token is one of a test account'),
  CAUCE_MERCADOPAGO_TIMEOUT_SECONDS: seconds
    .default(20)
    .describe('Mercado Pago: budget of issuing one voucher'),
  CAUCE_MERCADOPAGO_VISIBILITY_SECONDS: seconds
    .default(300)
    .describe('Mercado Pago: how long an executed create may stay invisible to the search'),
  CAUCE_MERCADOPAGO_MINIMUM_EXPIRY_SECONDS: seconds
    .default(86_400)
    .describe('Mercado Pago: shortest life of a cash voucher'),
  CAUCE_MERCADOPAGO_MAXIMUM_EXPIRY_SECONDS: seconds
    .default(30 * 86_400)
    .describe('Mercado Pago: longest life of a cash voucher'),
} as const;

/** What must be set together. */
export const MERCADOPAGO_KEYS = [
  'CAUCE_MERCADOPAGO_ACCESS_TOKEN',
  'CAUCE_MERCADOPAGO_WEBHOOK_SECRETS',
] as const;

type MercadopagoVariables = z.output<z.ZodObject<typeof mercadopagoVariables>>;

/**
 * What a cash rail needs besides its own limits, method and texts.
 *
 * @returns null when there is no account
 */
export function mercadopagoOptions(
  variables: MercadopagoVariables,
  defaultExpirySeconds: number,
): Omit<MercadopagoOptions, 'rail' | 'limits'> | null {
  const accessToken = variables.CAUCE_MERCADOPAGO_ACCESS_TOKEN;
  const secrets = variables.CAUCE_MERCADOPAGO_WEBHOOK_SECRETS;
  if (accessToken === undefined || secrets === undefined) return null;
  return {
    expiry: {
      minimumMs: variables.CAUCE_MERCADOPAGO_MINIMUM_EXPIRY_SECONDS * SECOND_MS,
      maximumMs: variables.CAUCE_MERCADOPAGO_MAXIMUM_EXPIRY_SECONDS * SECOND_MS,
      defaultMs: defaultExpirySeconds * SECOND_MS,
    },
    visibilityHorizonMs: variables.CAUCE_MERCADOPAGO_VISIBILITY_SECONDS * SECOND_MS,
    issueTimeoutMs: variables.CAUCE_MERCADOPAGO_TIMEOUT_SECONDS * SECOND_MS,
    apiUrl: variables.CAUCE_MERCADOPAGO_API_URL,
    account: {
      accessToken,
      collectorId: variables.CAUCE_MERCADOPAGO_COLLECTOR_ID ?? null,
      isLive: !variables.CAUCE_MERCADOPAGO_TEST,
      webhookSecrets: secrets.split(',').map((one) => one.trim()),
    },
  };
}
