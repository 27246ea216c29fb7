import { moneyView, toMoneyView } from '@cauce/api';
import {
  DOCUMENT_TYPES,
  OUTCOMES,
  PAYMENT_STATUSES,
  type InstructionOnWire,
  type Payer,
} from '@cauce/contracts';
import { money } from '@cauce/money';
import { z } from 'zod';
import { candidateView } from '../routing/candidate-view.schema.js';
import { ATTEMPT_STATUSES, type AttemptEntity } from './attempt.entity.js';
import { isHidden } from './given-up-vouchers.js';
import { statusOf } from './payment-state.js';
import type { PaymentEntity } from './payment.entity.js';

const time = z.iso.datetime();

/** An instruction as merchants see it. */
export const instructionView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('voucher'),
    code: z.string(),
    agreement: z.string().nullable(),
    barcode: z.string().nullable(),
    expiresAt: time,
    text: z.object({ es: z.string(), en: z.string() }),
  }),
  z.object({ kind: z.literal('redirect'), url: z.string(), expiresAt: time }),
]);

/** A payment as merchants see it. */
export const paymentView = z
  .object({
    id: z.string(),
    status: z.enum(PAYMENT_STATUSES),
    amount: moneyView,
    amountPaid: moneyView,
    amountRefunded: moneyView,
    reference: z.string(),
    description: z.string(),
    method: z.string().nullable(),
    route: z.string().nullable(),
    instruction: instructionView.nullable(),
    expiry: z.object({ requested: time.nullable(), effective: time.nullable() }),
    late: z.boolean(),
    attempts: z.array(
      z.object({
        id: z.string(),
        route: z.string(),
        status: z.enum(ATTEMPT_STATUSES),
        outcome: z.enum(OUTCOMES).nullable(),
        reason: z.string().nullable(),
        startedAt: time,
        endedAt: time.nullable(),
      }),
    ),
    routing: z.object({
      rulesVersion: z.int(),
      candidates: z.array(candidateView),
    }),
    payer: z.object({
      kind: z.enum(['person', 'company']),
      name: z.string(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      document: z.object({ type: z.enum(DOCUMENT_TYPES), number: z.string() }).nullable(),
      city: z.string().optional(),
    }),
    metadata: z.record(z.string(), z.string()),
    sequence: z.int(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Payment' });

export type PaymentView = z.input<typeof paymentView>;

/**
 * A payment as its merchant sees it.
 *
 * @param payment the row
 * @param attempts its attempts, in order
 * @param payer its payer, opened
 */
export function toPaymentView(
  payment: PaymentEntity,
  attempts: readonly AttemptEntity[],
  payer: Payer,
): PaymentView {
  const amount = (minor: bigint) => toMoneyView(money(minor, payment.currency));
  return {
    id: payment.id,
    status: statusOf(payment.state),
    amount: amount(payment.amountMinor),
    amountPaid: amount(payment.amountPaidMinor),
    amountRefunded: amount(0n),
    reference: payment.reference,
    description: payment.description,
    method: payment.method,
    route: payment.route,
    instruction: liveInstruction(attempts),
    expiry: {
      requested: payment.requestedExpiresAt?.toISOString() ?? null,
      effective: payment.effectiveExpiresAt?.toISOString() ?? null,
    },
    late: payment.isLate,
    attempts: attempts.map((attempt) => ({
      id: attempt.id,
      route: attempt.route,
      status: attempt.status,
      outcome: attempt.outcome,
      reason: attempt.reason,
      startedAt: attempt.startedAt.toISOString(),
      endedAt: attempt.endedAt?.toISOString() ?? null,
    })),
    routing: payment.routing,
    payer,
    metadata: payment.metadata,
    sequence: payment.sequence,
    createdAt: payment.createdAt.toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
  };
}

/** What the payer was last given; not what turned up beside it, nor what another one was paid instead of. */
function liveInstruction(attempts: readonly AttemptEntity[]): InstructionOnWire | null {
  const shown = attempts.filter((attempt) => attempt.instruction !== null && !isHidden(attempt));
  return shown.at(-1)?.instruction ?? null;
}
