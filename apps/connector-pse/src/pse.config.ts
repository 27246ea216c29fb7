import {
  allOrNone,
  inOrder,
  protocolList,
  railVariables,
  variableTypes,
} from '@cauce/connector-kit';
import {
  EPAYCO_KEYS,
  epaycoPseVariables,
  epaycoVariables,
  transferKey,
} from '@cauce/provider-epayco';
import {
  MERCADOPAGO_KEYS,
  mercadopagoPseVariables,
  mercadopagoVariables,
} from '@cauce/provider-mercadopago';
import { PAYU_KEYS, payuVariables } from '@cauce/provider-payu';
import { PSE_AVANZA_KEYS, pseAvanzaVariables } from '@cauce/provider-pse-avanza';
import { z } from 'zod';

const { pesos } = variableTypes;

/** Protocols that the rail can be reached by. */
const PROTOCOLS = ['pse_avanza', 'epayco', 'payu', 'mercadopago'] as const;

const variables = z.object({
  CAUCE_PSE_PROTOCOLS: protocolList(PROTOCOLS),
  ...pseAvanzaVariables,
  ...epaycoVariables,
  ...epaycoPseVariables,
  ...payuVariables,
  ...mercadopagoVariables,
  ...mercadopagoPseVariables,
  CAUCE_PSE_PSE_AVANZA_MINIMUM_PESOS: pesos
    .default(1_600)
    .describe('Smallest transfer over PSE Avanza'),
  CAUCE_PSE_PSE_AVANZA_MAXIMUM_PESOS: pesos
    .default(788_800_000)
    .describe('Largest transfer over PSE Avanza'),
  CAUCE_PSE_EPAYCO_MINIMUM_PESOS: pesos.default(1_600).describe('Smallest transfer over ePayco'),
  CAUCE_PSE_EPAYCO_MAXIMUM_PESOS: pesos
    .default(20_000_000)
    .describe('Largest transfer over ePayco'),
  CAUCE_PSE_PAYU_MINIMUM_PESOS: pesos.default(1_600).describe('Smallest transfer over PayU'),
  CAUCE_PSE_PAYU_MAXIMUM_PESOS: pesos.default(20_000_000).describe('Largest transfer over PayU'),
  CAUCE_PSE_MERCADOPAGO_MINIMUM_PESOS: pesos
    .default(1_600)
    .describe('Smallest transfer over Mercado Pago'),
  CAUCE_PSE_MERCADOPAGO_MAXIMUM_PESOS: pesos
    .default(20_000_000)
    .describe('Largest transfer over Mercado Pago'),
  ...railVariables,
});

/**
 * Configuration of the PSE rail. It may have no account: then it offers no route. Limits are settings with the
 * sources' values as defaults (see the README).
 */
export const pseConfigSchema = variables.check(
  allOrNone(PSE_AVANZA_KEYS),
  allOrNone(EPAYCO_KEYS),
  (payload) => {
    if (payload.value.CAUCE_PSE_PROTOCOLS.includes('epayco')) transferKey(payload);
  },
  allOrNone(PAYU_KEYS),
  allOrNone(MERCADOPAGO_KEYS),
  inOrder([
    ['CAUCE_MERCADOPAGO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_MERCADOPAGO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_PSE_PSE_AVANZA_MINIMUM_PESOS', 'CAUCE_PSE_PSE_AVANZA_MAXIMUM_PESOS'],
    ['CAUCE_PAYU_MINIMUM_EXPIRY_SECONDS', 'CAUCE_PAYU_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS'],
    ['CAUCE_PSE_EPAYCO_MINIMUM_PESOS', 'CAUCE_PSE_EPAYCO_MAXIMUM_PESOS'],
    ['CAUCE_PSE_PAYU_MINIMUM_PESOS', 'CAUCE_PSE_PAYU_MAXIMUM_PESOS'],
    ['CAUCE_PSE_MERCADOPAGO_MINIMUM_PESOS', 'CAUCE_PSE_MERCADOPAGO_MAXIMUM_PESOS'],
  ]),
);

export type PseVariables = z.output<typeof pseConfigSchema>;
