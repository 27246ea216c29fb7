import { z } from 'zod';
import { callbackTargetSchema } from '../collections/callback-target.schema.js';
import { PROTOCOLS } from '../protocols.js';

/**
 * One line of the journal: something that a provider itself executed. The lines are the sandbox's only
 * memory: its state is these lines applied in order.
 */

const executed = {
  at: z.iso.datetime(),
  protocol: z.enum(PROTOCOLS),
  /** The merchant's own name for it. */
  reference: z.string(),
  /** The provider's number. */
  transaction: z.int().positive(),
  /** Null for money that came without a voucher. */
  code: z.string().nullable(),
  network: z.string(),
  amountMinor: z.int().nonnegative(),
  currency: z.literal('COP'),
};

export const journalLineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('voucher_issued'),
    ...executed,
    code: z.string(),
    /** As it came in the request. */
    requestedExpiry: z.string().nullable(),
    expiresAt: z.iso.datetime(),
    callback: callbackTargetSchema.nullable(),
    details: z.record(z.string(), z.unknown()),
  }),
  /** What is due, until when, or what the protocol keeps is another from now on. */
  z.object({
    kind: z.literal('changed'),
    ...executed,
    code: z.string(),
    requestedExpiry: z.string().nullable(),
    expiresAt: z.iso.datetime(),
    details: z.record(z.string(), z.unknown()),
  }),
  z.object({
    kind: z.literal('paid'),
    ...executed,
    /** When the cashier took the money, which may be before `at`. */
    paidAt: z.iso.datetime(),
    callback: callbackTargetSchema.nullable(),
  }),
  /** A refund: `amountMinor` is what went back. */
  z.object({
    kind: z.literal('refunded'),
    ...executed,
    details: z.record(z.string(), z.unknown()),
  }),
  z.object({ kind: z.literal('reversed'), ...executed }),
  z.object({ kind: z.literal('expired'), ...executed }),
  z.object({ kind: z.literal('cancelled'), ...executed }),
  z.object({ kind: z.literal('rejected'), ...executed }),
]);

export type JournalLine = z.infer<typeof journalLineSchema>;
export type JournalKind = JournalLine['kind'];

export const JOURNAL_KINDS = [
  'voucher_issued',
  'changed',
  'paid',
  'refunded',
  'reversed',
  'expired',
  'cancelled',
  'rejected',
] as const;
