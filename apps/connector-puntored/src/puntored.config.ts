import {
  allOrNone,
  inOrder,
  protocolList,
  railVariables,
  variableTypes,
} from '@cauce/connector-kit';
import { EPAYCO_KEYS, epaycoVariables, transactionKey } from '@cauce/provider-epayco';
import { networkHashes, networkName, payvalidaVariables } from '@cauce/provider-payvalida';
import { z } from 'zod';

const { pesos, seconds } = variableTypes;

const variables = z.object({
  CAUCE_PUNTORED_PROTOCOLS: protocolList(['payvalida', 'epayco']),
  ...payvalidaVariables,
  CAUCE_PUNTORED_PAYVALIDA_MERCHANT: z
    .string()
    .optional()
    .describe('Payvalida: name of the merchant account of Punto Red, which no other rail may use'),
  CAUCE_PUNTORED_PAYVALIDA_FIXED_HASH: z
    .string()
    .optional()
    .describe('Payvalida: FIXED_HASH of the account of Punto Red'),
  CAUCE_PUNTORED_PAYVALIDA_NOTIFICATION_HASH: z
    .string()
    .optional()
    .describe('Payvalida: FIXED_HASH_NOTIFICACION of the account of Punto Red'),
  CAUCE_PUNTORED_PAYVALIDA_METHOD: z
    .string()
    .optional()
    .describe('Payvalida: its name of Punto Red, as the list of the account has it'),
  CAUCE_PUNTORED_PAYVALIDA_AGREEMENT: z
    .string()
    .optional()
    .describe('Agreement that a cashier asks for with a code of Payvalida'),
  CAUCE_PUNTORED_PAYVALIDA_NETWORK: networkName
    .optional()
    .describe(
      'Payvalida: name of the network whose tills at Punto Red ask us; no orders are registered then',
    ),
  CAUCE_PUNTORED_PAYVALIDA_NETWORK_HASH: networkHashes
    .optional()
    .describe(
      'Payvalida: FIXED_HASH that this network shares with us; with a comma also the next one',
    ),
  ...epaycoVariables,
  CAUCE_PUNTORED_DEFAULT_EXPIRY_SECONDS: seconds
    .default(3 * 86_400)
    .describe('Life of a voucher when the merchant names none'),
  CAUCE_PUNTORED_PAYVALIDA_MINIMUM_PESOS: pesos
    .default(5_000)
    .describe('Smallest payment at Punto Red over Payvalida'),
  CAUCE_PUNTORED_PAYVALIDA_MAXIMUM_PESOS: pesos
    .default(2_000_000)
    .describe('Largest payment at Punto Red over Payvalida'),
  CAUCE_PUNTORED_EPAYCO_MINIMUM_PESOS: pesos
    .default(5_000)
    .describe('Smallest payment at Punto Red over ePayco'),
  CAUCE_PUNTORED_EPAYCO_MAXIMUM_PESOS: pesos
    .default(2_000_000)
    .describe('Largest payment at Punto Red over ePayco'),
  ...railVariables,
});

/**
 * Configuration of the Punto Red rail. It may have no account: then it offers no route. Limits and lives are
 * settings with the sources' values as defaults (see the README).
 */
export const puntoredConfigSchema = variables.check(
  allOrNone(EPAYCO_KEYS),
  transactionKey,
  allOrNone(['CAUCE_PUNTORED_PAYVALIDA_NETWORK', 'CAUCE_PUNTORED_PAYVALIDA_NETWORK_HASH']),
  allOrNone([
    'CAUCE_PUNTORED_PAYVALIDA_MERCHANT',
    'CAUCE_PUNTORED_PAYVALIDA_FIXED_HASH',
    'CAUCE_PUNTORED_PAYVALIDA_NOTIFICATION_HASH',
    'CAUCE_PUNTORED_PAYVALIDA_METHOD',
  ]),
  inOrder([
    ['CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_PAYVALIDA_MINIMUM_EXPIRY_SECONDS', 'CAUCE_PAYVALIDA_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_PUNTORED_EPAYCO_MINIMUM_PESOS', 'CAUCE_PUNTORED_EPAYCO_MAXIMUM_PESOS'],
    ['CAUCE_PUNTORED_PAYVALIDA_MINIMUM_PESOS', 'CAUCE_PUNTORED_PAYVALIDA_MAXIMUM_PESOS'],
  ]),
);

export type PuntoredVariables = z.output<typeof puntoredConfigSchema>;
