import { toMoneyView } from '@cauce/api';
import type { InstructionOnWire, Payer } from '@cauce/contracts';
import { money } from '@cauce/money';
import type { AttemptEntity } from './attempt.entity.js';
import { statusOf } from './payment-state.js';
import type { PaymentEntity } from './payment.entity.js';
import type { PaymentView } from './payment.schema.js';

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

/** What the payer was last given; an orphaned voucher is never shown. */
function liveInstruction(attempts: readonly AttemptEntity[]): InstructionOnWire | null {
  const shown = attempts.filter(
    (attempt) => attempt.instruction !== null && attempt.status !== 'orphaned',
  );
  return shown.at(-1)?.instruction ?? null;
}
