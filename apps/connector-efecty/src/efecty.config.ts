import {
  allOrNone,
  inOrder,
  protocolList,
  railVariables,
  variableTypes,
} from '@cauce/connector-kit';
import { EPAYCO_KEYS, epaycoVariables, transactionKey } from '@cauce/provider-epayco';
import { MERCADOPAGO_KEYS, mercadopagoVariables } from '@cauce/provider-mercadopago';
import { PAYU_KEYS, payuVariables } from '@cauce/provider-payu';
import { networkHashes, networkName, payvalidaVariables } from '@cauce/provider-payvalida';
import { z } from 'zod';

const { pesos, seconds } = variableTypes;

/** Protocols that the rail can be reached by. */
const PROTOCOLS = ['epayco', 'payu', 'mercadopago', 'payvalida'] as const;

const variables = z.object({
  CAUCE_EFECTY_PROTOCOLS: protocolList(PROTOCOLS),
  ...epaycoVariables,
  ...mercadopagoVariables,
  ...payuVariables,
  ...payvalidaVariables,
  CAUCE_EFECTY_PAYVALIDA_MERCHANT: z
    .string()
    .optional()
    .describe('Payvalida: name of the merchant account of Efecty, which no other rail may use'),
  CAUCE_EFECTY_PAYVALIDA_FIXED_HASH: z
    .string()
    .optional()
    .describe('Payvalida: FIXED_HASH of the account of Efecty'),
  CAUCE_EFECTY_PAYVALIDA_NOTIFICATION_HASH: z
    .string()
    .optional()
    .describe('Payvalida: FIXED_HASH_NOTIFICACION of the account of Efecty'),
  CAUCE_EFECTY_PAYVALIDA_METHOD: z
    .string()
    .default('efecty')
    .describe('Payvalida: its name of Efecty'),
  CAUCE_EFECTY_PAYVALIDA_AGREEMENT: z
    .string()
    .optional()
    .describe('Agreement that a cashier asks for with a code of Payvalida'),
  CAUCE_EFECTY_PAYVALIDA_NETWORK: networkName
    .optional()
    .describe(
      'Payvalida: name of the network whose tills at Efecty ask us; no orders are registered then',
    ),
  CAUCE_EFECTY_PAYVALIDA_NETWORK_HASH: networkHashes
    .optional()
    .describe(
      'Payvalida: FIXED_HASH that this network shares with us; with a comma also the next one',
    ),
  CAUCE_EFECTY_PAYVALIDA_MINIMUM_PESOS: pesos
    .default(20_000)
    .describe('Smallest payment at Efecty over Payvalida'),
  CAUCE_EFECTY_PAYVALIDA_MAXIMUM_PESOS: pesos
    .default(6_000_000)
    .describe('Largest payment at Efecty over Payvalida'),
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
  CAUCE_EFECTY_PAYU_MINIMUM_PESOS: pesos
    .default(20_000)
    .describe('Smallest payment at Efecty over PayU'),
  CAUCE_EFECTY_PAYU_MAXIMUM_PESOS: pesos
    .default(6_000_000)
    .describe('Largest payment at Efecty over PayU'),
  CAUCE_EFECTY_PAYU_AGREEMENT: z
    .string()
    .optional()
    .describe('Agreement that a cashier asks for with a code of PayU'),
  ...railVariables,
});

/**
 * Configuration of the Efecty rail. Limits and lives of vouchers differ by contract and over time: they are
 * settings with the sources' values as defaults, never constants (see the README).
 */
export const efectyConfigSchema = variables.check(
  allOrNone(EPAYCO_KEYS),
  transactionKey,
  allOrNone(MERCADOPAGO_KEYS),
  allOrNone(PAYU_KEYS),
  allOrNone(['CAUCE_EFECTY_PAYVALIDA_NETWORK', 'CAUCE_EFECTY_PAYVALIDA_NETWORK_HASH']),
  allOrNone([
    'CAUCE_EFECTY_PAYVALIDA_MERCHANT',
    'CAUCE_EFECTY_PAYVALIDA_FIXED_HASH',
    'CAUCE_EFECTY_PAYVALIDA_NOTIFICATION_HASH',
  ]),
  inOrder([
    ['CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_MERCADOPAGO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_MERCADOPAGO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_PAYU_MINIMUM_EXPIRY_SECONDS', 'CAUCE_PAYU_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_EFECTY_PAYU_MINIMUM_PESOS', 'CAUCE_EFECTY_PAYU_MAXIMUM_PESOS'],
    ['CAUCE_PAYVALIDA_MINIMUM_EXPIRY_SECONDS', 'CAUCE_PAYVALIDA_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_EFECTY_PAYVALIDA_MINIMUM_PESOS', 'CAUCE_EFECTY_PAYVALIDA_MAXIMUM_PESOS'],
    ['CAUCE_EFECTY_EPAYCO_MINIMUM_PESOS', 'CAUCE_EFECTY_EPAYCO_MAXIMUM_PESOS'],
    ['CAUCE_EFECTY_MERCADOPAGO_MINIMUM_PESOS', 'CAUCE_EFECTY_MERCADOPAGO_MAXIMUM_PESOS'],
  ]),
);

export type EfectyVariables = z.output<typeof efectyConfigSchema>;
