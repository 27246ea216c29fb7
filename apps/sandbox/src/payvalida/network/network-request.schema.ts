import { fromWholeUnits } from '@cauce/money';
import { z } from 'zod';
import { networkDetailsSchema } from './network-details.schema.js';

/** What a driver of the tills may ask for; all lengths are those of the wire. */

/** Keys of live merchants begin like this. */
const LIVE_PREFIX = 'cauce_live_';

/** How long a till waits for a host, and how often it asks again under the same number. */
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_TRIES = 3;

const host = {
  /** Where the host's own paths begin. */
  url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  netname: z.string().regex(/^[\w-]{1,30}$/, 'must be a name such as VIA'),
  hash: z
    .string()
    .min(8)
    .refine((hash) => !hash.startsWith(LIVE_PREFIX), 'is a live key'),
  netcode: z.int().positive().default(180),
  teller: z.string().min(1).max(40).default('T-1'),
  commerce: z.string().min(1).max(50).default('Cauce'),
  /** Bogota. */
  danecode: z.string().min(1).max(50).default('11001'),
  timeoutMs: z.int().min(1).max(60_000).default(DEFAULT_TIMEOUT_MS),
  tries: z.int().min(1).max(10).default(DEFAULT_TRIES),
};

const contract = networkDetailsSchema.shape.contract.default('collect');
const reference = z.string().min(1).max(50);

export const consultSchema = z.strictObject({
  ...host,
  contract,
  reference,
  document: z.string().max(20).default(''),
});

export const registerSchema = z.strictObject({
  ...host,
  contract,
  reference,
  /** Minor units of whole pesos. */
  amount: z
    .int()
    .positive()
    .refine((minor) => minor % 100 === 0, 'a counter takes whole pesos: a multiple of 100')
    .transform((minor) => fromWholeUnits(BigInt(minor / 100), 'COP')),
});

/** The number that registering answered. */
export const networkReverseSchema = z.strictObject({ ...host, transaction: z.int().positive() });

/** The host under test: where it is, what this network is called there, and the hash they share. */
export type NetworkHost = Omit<
  z.output<typeof consultSchema>,
  'contract' | 'reference' | 'document'
>;
