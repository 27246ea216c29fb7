import { variableTypes } from '@cauce/connector-kit';
import { z } from 'zod';
import type { TillTimes } from './network/network-tills.js';
import type { PayvalidaOptions } from './payvalida.connector.js';

const { providerUrl, seconds, flag } = variableTypes;
const SECOND_MS = 1_000;

/** Variables of Payvalida for every rail; the merchant's account is each rail's own, see {@link PayvalidaKeys}. */
export const payvalidaVariables = {
  CAUCE_PAYVALIDA_API_URL: providerUrl
    .default('https://api.payvalida.com')
    .describe('Payvalida: host of the API'),
  CAUCE_PAYVALIDA_DELETES_ORDERS: flag
    .default(false)
    .describe('Payvalida: cancelled vouchers are deleted there'),
  CAUCE_PAYVALIDA_TIMEOUT_SECONDS: seconds
    .default(20)
    .describe('Payvalida: budget of issuing one voucher'),
  CAUCE_PAYVALIDA_VISIBILITY_SECONDS: seconds
    .default(300)
    .describe('Payvalida: how long an executed order may stay invisible to queries'),
  CAUCE_PAYVALIDA_MINIMUM_EXPIRY_SECONDS: seconds
    .default(86_400)
    .describe('Payvalida: shortest life of an order; it ends with a day'),
  CAUCE_PAYVALIDA_MAXIMUM_EXPIRY_SECONDS: seconds
    .default(30 * 86_400)
    .describe('Payvalida: longest life of an order'),
  CAUCE_PAYVALIDA_TILL_REVERSE_SECONDS: seconds
    .default(50)
    .describe('Payvalida: how long after its confirmation a till that asks us may take it back'),
  CAUCE_PAYVALIDA_TILL_HOLD_SECONDS: seconds
    .default(900)
    .describe('Payvalida: how long a till that asks us has a voucher that it does not confirm'),
  CAUCE_PAYVALIDA_COMMERCE: z
    .string()
    .min(1)
    .max(50)
    .default('Cauce')
    .describe('Payvalida: what tills that ask us print as the business that is paid'),
} as const;

export type PayvalidaVariables = z.output<z.ZodObject<typeof payvalidaVariables>>;

/** A network's name as it stands in checksums and in facts: `BEVALIDA_343`. */
export const networkName = z
  .string()
  .regex(/^[\w-]{1,50}$/, 'must be letters, digits, - and _, such as BEVALIDA_343');

/** FIXED_HASH of a network; two or more, with commas between, while it is changed: each is believed. */
export const networkHashes = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(z.string().min(8, 'each must have at least 8 characters')));

/**
 * Shortest life of a voucher that tills ask us about: no order has to live for a day. A payer who stands at the
 * counter needs some minutes.
 */
const TILL_MINIMUM_EXPIRY_MS = 60_000;

/**
 * A merchant account of Payvalida. The address of its notifications is set there, and not in an order: so each
 * rail has an account of its own.
 */
export interface PayvalidaKeys {
  readonly merchant: string | undefined;
  /** FIXED_HASH, which signs requests. */
  readonly fixedHash: string | undefined;
  /** FIXED_HASH_NOTIFICACION, which signs notifications. */
  readonly notificationHash: string | undefined;
}

/** Lives and budgets of a rail's vouchers, in milliseconds, whoever takes the money for them. */
export function payvalidaTimes(
  variables: PayvalidaVariables,
  defaultExpirySeconds: number,
): Pick<PayvalidaOptions, 'expiry' | 'visibilityHorizonMs' | 'issueTimeoutMs'> {
  return {
    expiry: {
      minimumMs: variables.CAUCE_PAYVALIDA_MINIMUM_EXPIRY_SECONDS * SECOND_MS,
      maximumMs: variables.CAUCE_PAYVALIDA_MAXIMUM_EXPIRY_SECONDS * SECOND_MS,
      defaultMs: defaultExpirySeconds * SECOND_MS,
    },
    visibilityHorizonMs: variables.CAUCE_PAYVALIDA_VISIBILITY_SECONDS * SECOND_MS,
    issueTimeoutMs: variables.CAUCE_PAYVALIDA_TIMEOUT_SECONDS * SECOND_MS,
  };
}

/**
 * Lives and times of a rail whose tills ask us, in milliseconds. A reverse is taken for the longer of the two
 * times that are published: one that is refused although the cash was handed back leaves a payment paid that nobody
 * paid, and the longer time leaves the merchant unsure for twenty seconds more.
 *
 * @source docs.payvalida.com, API Recaudos Redes, "Introduction" and "Confirmation": 30 seconds, and 50 in API
 *   Cashout Redes; how long a registration keeps its voucher no page says, and a till repeats for a minute or two
 */
export function payvalidaTillTimes(
  variables: PayvalidaVariables,
  defaultExpirySeconds: number,
): ReturnType<typeof payvalidaTimes> & TillTimes {
  const times = payvalidaTimes(variables, defaultExpirySeconds);
  return {
    ...times,
    expiry: { ...times.expiry, minimumMs: TILL_MINIMUM_EXPIRY_MS },
    reverseWithinMs: variables.CAUCE_PAYVALIDA_TILL_REVERSE_SECONDS * SECOND_MS,
    holdMs: variables.CAUCE_PAYVALIDA_TILL_HOLD_SECONDS * SECOND_MS,
  };
}

/**
 * What a rail needs besides its own limits, method and texts.
 *
 * @returns null when the rail has no account
 */
export function payvalidaOptions(
  variables: PayvalidaVariables,
  { merchant, fixedHash, notificationHash }: PayvalidaKeys,
  defaultExpirySeconds: number,
): Omit<PayvalidaOptions, 'rail' | 'limits' | 'method'> | null {
  if (!merchant || !fixedHash || !notificationHash) return null;
  return {
    ...payvalidaTimes(variables, defaultExpirySeconds),
    account: { apiUrl: variables.CAUCE_PAYVALIDA_API_URL, merchant, fixedHash },
    notificationHash,
    deletesOrders: variables.CAUCE_PAYVALIDA_DELETES_ORDERS,
  };
}
