import { fixedLife, variableTypes } from '@cauce/connector-kit';
import { z } from 'zod';
import type { MercadopagoPseOptions } from './mercadopago-pse.connector.js';
import { mercadopagoOptions, type mercadopagoVariables } from './mercadopago.config.js';
import { addressProblems, type PostalAddress } from './mercadopago.payer.js';

const { seconds } = variableTypes;
const SECOND_MS = 1_000;

const postalAddress = z
  .string()
  .transform((text): PostalAddress => {
    const [zipCode = '', streetName = '', streetNumber = '', neighborhood = '', city = ''] = text
      .split('|')
      .map((part) => part.trim());
    return { zipCode, streetName, streetNumber, neighborhood, city };
  })
  .superRefine((address, context) => {
    for (const message of addressProblems(address)) context.addIssue({ code: 'custom', message });
  });

/** Variables that transfers over Mercado Pago need besides those of the account. */
export const mercadopagoPseVariables = {
  CAUCE_MERCADOPAGO_PAYER_ADDRESS: postalAddress
    .optional()
    .describe(
      'Mercado Pago: address named as every payer’s: zip code|street|number|neighborhood|city',
    ),
  CAUCE_MERCADOPAGO_EGRESS_IP: z
    .ipv4()
    .default('127.0.0.1')
    .describe('Mercado Pago: the address that transfers name as the payer’s'),
  CAUCE_MERCADOPAGO_TRANSFER_SECONDS: seconds
    .default(900)
    .describe('Mercado Pago: when a transfer ends by itself'),
} as const;

type PseVariables = z.output<
  z.ZodObject<typeof mercadopagoVariables & typeof mercadopagoPseVariables>
>;

/**
 * What a transfer rail needs besides its own limits.
 *
 * @returns null when there is no account
 */
export function mercadopagoPseOptions(
  settings: PseVariables,
): Omit<MercadopagoPseOptions, 'rail' | 'limits'> | null {
  const options = mercadopagoOptions(settings, settings.CAUCE_MERCADOPAGO_TRANSFER_SECONDS);
  if (options === null) return null;
  return {
    ...options,
    expiry: fixedLife(settings.CAUCE_MERCADOPAGO_TRANSFER_SECONDS * SECOND_MS),
    payerAddress: settings.CAUCE_MERCADOPAGO_PAYER_ADDRESS ?? null,
    egressIp: settings.CAUCE_MERCADOPAGO_EGRESS_IP,
  };
}
