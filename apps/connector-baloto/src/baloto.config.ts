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
  CAUCE_BALOTO_PROTOCOLS: protocolList(['payvalida', 'epayco']),
  ...payvalidaVariables,
  CAUCE_BALOTO_PAYVALIDA_MERCHANT: z
    .string()
    .optional()
    .describe('Payvalida: name of the merchant account of Baloto, which no other rail may use'),
  CAUCE_BALOTO_PAYVALIDA_FIXED_HASH: z
    .string()
    .optional()
    .describe('Payvalida: FIXED_HASH of the account of Baloto'),
  CAUCE_BALOTO_PAYVALIDA_NOTIFICATION_HASH: z
    .string()
    .optional()
    .describe('Payvalida: FIXED_HASH_NOTIFICACION of the account of Baloto'),
  CAUCE_BALOTO_PAYVALIDA_METHOD: z
    .string()
    .default('baloto')
    .describe('Payvalida: its name of Baloto'),
  CAUCE_BALOTO_PAYVALIDA_AGREEMENT: z
    .string()
    .optional()
    .describe('Agreement that a cashier asks for with a code of Payvalida'),
  CAUCE_BALOTO_PAYVALIDA_NETWORK: networkName
    .optional()
    .describe(
      'Payvalida: name of the network whose tills at Baloto ask us; no orders are registered then',
    ),
  CAUCE_BALOTO_PAYVALIDA_NETWORK_HASH: networkHashes
    .optional()
    .describe(
      'Payvalida: FIXED_HASH that this network shares with us; with a comma also the next one',
    ),
  ...epaycoVariables,
  CAUCE_BALOTO_DEFAULT_EXPIRY_SECONDS: seconds
    .default(3 * 86_400)
    .describe('Life of a voucher when the merchant names none'),
  CAUCE_BALOTO_PAYVALIDA_MINIMUM_PESOS: pesos
    .default(5_000)
    .describe('Smallest payment at Baloto over Payvalida'),
  CAUCE_BALOTO_PAYVALIDA_MAXIMUM_PESOS: pesos
    .default(1_000_000)
    .describe('Largest payment at Baloto over Payvalida'),
  CAUCE_BALOTO_EPAYCO_MINIMUM_PESOS: pesos
    .default(5_000)
    .describe('Smallest payment at Baloto over ePayco'),
  CAUCE_BALOTO_EPAYCO_MAXIMUM_PESOS: pesos
    .default(1_000_000)
    .describe('Largest payment at Baloto over ePayco'),
  ...railVariables,
});

/**
 * Configuration of the Baloto rail. It may have no account: then it offers no route. Limits and lives are
 * settings with the sources' values as defaults (see the README).
 */
export const balotoConfigSchema = variables.check(
  allOrNone(EPAYCO_KEYS),
  transactionKey,
  allOrNone(['CAUCE_BALOTO_PAYVALIDA_NETWORK', 'CAUCE_BALOTO_PAYVALIDA_NETWORK_HASH']),
  allOrNone([
    'CAUCE_BALOTO_PAYVALIDA_MERCHANT',
    'CAUCE_BALOTO_PAYVALIDA_FIXED_HASH',
    'CAUCE_BALOTO_PAYVALIDA_NOTIFICATION_HASH',
  ]),
  inOrder([
    ['CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_PAYVALIDA_MINIMUM_EXPIRY_SECONDS', 'CAUCE_PAYVALIDA_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_BALOTO_EPAYCO_MINIMUM_PESOS', 'CAUCE_BALOTO_EPAYCO_MAXIMUM_PESOS'],
    ['CAUCE_BALOTO_PAYVALIDA_MINIMUM_PESOS', 'CAUCE_BALOTO_PAYVALIDA_MAXIMUM_PESOS'],
  ]),
);

export type BalotoVariables = z.output<typeof balotoConfigSchema>;
