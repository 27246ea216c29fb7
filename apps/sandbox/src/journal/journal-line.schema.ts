import { z } from 'zod';
import { CASH_NETWORK_NAMES } from '../epayco/cash-network.js';
import {
  confirmationTargetSchema,
  voucherDetailsSchema,
} from '../epayco/voucher-details.schema.js';

/**
 * One line of the journal: something that the provider itself executed. The lines are the sandbox's only
 * memory: its state is these lines applied in order.
 */

const executed = {
  at: z.iso.datetime(),
  protocol: z.literal('epayco'),
  factura: z.string(),
  refPayco: z.int().positive(),
  transactionId: z.string(),
  /** Null for money that came without a voucher. */
  pin: z.string().nullable(),
  network: z.enum(CASH_NETWORK_NAMES),
  amountMinor: z.int().nonnegative(),
  currency: z.literal('COP'),
};

export const journalLineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('voucher_issued'),
    ...executed,
    pin: z.string(),
    /** As it came in the request. */
    requestedExpiry: z.string().nullable(),
    expiresAt: z.iso.datetime(),
    confirmation: confirmationTargetSchema.nullable(),
    details: voucherDetailsSchema,
  }),
  z.object({
    kind: z.literal('paid'),
    ...executed,
    /** When the cashier took the money, which may be before `at`. */
    paidAt: z.iso.datetime(),
    approvalCode: z.string(),
    confirmation: confirmationTargetSchema.nullable(),
  }),
  z.object({ kind: z.literal('reversed'), ...executed }),
  z.object({ kind: z.literal('expired'), ...executed }),
]);

export type JournalLine = z.infer<typeof journalLineSchema>;
export type JournalKind = JournalLine['kind'];

export const JOURNAL_KINDS = ['voucher_issued', 'paid', 'reversed', 'expired'] as const;
