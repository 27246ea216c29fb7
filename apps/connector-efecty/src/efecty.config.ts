import { inOrder, railVariables, variableTypes } from '@cauce/connector-kit';
import { epaycoVariables } from '@cauce/provider-epayco';
import { z } from 'zod';

const { pesos, seconds } = variableTypes;

const variables = z.object({
  ...epaycoVariables,
  CAUCE_EFECTY_DEFAULT_EXPIRY_SECONDS: seconds
    .default(3 * 86_400)
    .describe('Life of a voucher when the merchant names none'),
  CAUCE_EFECTY_MINIMUM_PESOS: pesos.default(5_000).describe('Smallest payment at Efecty'),
  CAUCE_EFECTY_MAXIMUM_PESOS: pesos.default(8_000_000).describe('Largest payment at Efecty'),
  ...railVariables,
});

/**
 * Configuration of the Efecty rail. Limits and lives of vouchers differ by contract and over time: they are
 * settings with the sources' values as defaults, never constants (see the README).
 */
export const efectyConfigSchema = variables.check(
  inOrder([
    ['CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_EFECTY_MINIMUM_PESOS', 'CAUCE_EFECTY_MAXIMUM_PESOS'],
  ]),
);

export type EfectyVariables = z.output<typeof efectyConfigSchema>;
