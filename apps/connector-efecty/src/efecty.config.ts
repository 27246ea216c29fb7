import {
  allOrNone,
  inOrder,
  oneAtLeast,
  protocolList,
  railVariables,
  variableTypes,
} from '@cauce/connector-kit';
import { EPAYCO_KEYS, epaycoVariables } from '@cauce/provider-epayco';
import { MERCADOPAGO_KEYS, mercadopagoVariables } from '@cauce/provider-mercadopago';
import { z } from 'zod';

const { pesos, seconds } = variableTypes;

/** Protocols that the rail can be reached by. */
const PROTOCOLS = ['epayco', 'mercadopago'] as const;

const variables = z.object({
  CAUCE_EFECTY_PROTOCOLS: protocolList(PROTOCOLS),
  ...epaycoVariables,
  ...mercadopagoVariables,
  CAUCE_EFECTY_DEFAULT_EXPIRY_SECONDS: seconds
    .default(3 * 86_400)
    .describe('Life of a voucher when the merchant names none'),
  CAUCE_EFECTY_EPAYCO_MINIMUM_PESOS: pesos
    .default(5_000)
    .describe('Smallest payment at Efecty over ePayco'),
  CAUCE_EFECTY_EPAYCO_MAXIMUM_PESOS: pesos
    .default(8_000_000)
    .describe('Largest payment at Efecty over ePayco'),
  CAUCE_EFECTY_MERCADOPAGO_MINIMUM_PESOS: pesos
    .default(5_000)
    .describe('Smallest payment at Efecty over Mercado Pago'),
  CAUCE_EFECTY_MERCADOPAGO_MAXIMUM_PESOS: pesos
    .default(8_000_000)
    .describe('Largest payment at Efecty over Mercado Pago'),
  CAUCE_EFECTY_MERCADOPAGO_AGREEMENT: z
    .string()
    .optional()
    .describe('Agreement that a cashier asks for with a code of Mercado Pago'),
  ...railVariables,
});

/**
 * Configuration of the Efecty rail. Limits and lives of vouchers differ by contract and over time: they are
 * settings with the sources' values as defaults, never constants (see the README).
 */
export const efectyConfigSchema = variables.check(
  allOrNone(EPAYCO_KEYS),
  allOrNone(MERCADOPAGO_KEYS),
  oneAtLeast(['CAUCE_EPAYCO_PUBLIC_KEY', 'CAUCE_MERCADOPAGO_ACCESS_TOKEN']),
  inOrder([
    ['CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_MERCADOPAGO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_MERCADOPAGO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_EFECTY_EPAYCO_MINIMUM_PESOS', 'CAUCE_EFECTY_EPAYCO_MAXIMUM_PESOS'],
    ['CAUCE_EFECTY_MERCADOPAGO_MINIMUM_PESOS', 'CAUCE_EFECTY_MERCADOPAGO_MAXIMUM_PESOS'],
  ]),
);

export type EfectyVariables = z.output<typeof efectyConfigSchema>;
