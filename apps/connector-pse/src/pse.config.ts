import { allOrNone, inOrder, railVariables, variableTypes } from '@cauce/connector-kit';
import {
  MERCADOPAGO_KEYS,
  mercadopagoPseVariables,
  mercadopagoVariables,
} from '@cauce/provider-mercadopago';
import { z } from 'zod';

const { pesos } = variableTypes;

const variables = z.object({
  ...mercadopagoVariables,
  ...mercadopagoPseVariables,
  CAUCE_PSE_MERCADOPAGO_MINIMUM_PESOS: pesos
    .default(1_600)
    .describe('Smallest transfer over Mercado Pago'),
  CAUCE_PSE_MERCADOPAGO_MAXIMUM_PESOS: pesos
    .default(20_000_000)
    .describe('Largest transfer over Mercado Pago'),
  CAUCE_PSE_RETURN_URL: z
    .url({ protocol: /^https?$/, error: 'must be the address of a page' })
    .optional()
    .describe('Where payers come back to from the bank when the merchant names no place'),
  ...railVariables,
});

/**
 * Configuration of the PSE rail. It may have no account: then it offers no route. Limits are settings with the
 * sources' values as defaults (see the README).
 */
export const pseConfigSchema = variables.check(
  allOrNone(MERCADOPAGO_KEYS),
  inOrder([
    ['CAUCE_MERCADOPAGO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_MERCADOPAGO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_PSE_MERCADOPAGO_MINIMUM_PESOS', 'CAUCE_PSE_MERCADOPAGO_MAXIMUM_PESOS'],
  ]),
);

export type PseVariables = z.output<typeof pseConfigSchema>;
