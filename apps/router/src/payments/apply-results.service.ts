import { failpoint } from '@cauce/config';
import {
  instructionSchema,
  type ConnectorResult,
  type Instruction,
  type InstructionOnWire,
} from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorClient } from '../connectors/connector.client.js';
import { RouterContext } from '../router-context.js';
import { RoutesService } from '../routing/routes.service.js';
import type { AttemptEntity, AttemptStatus } from './attempt.entity.js';
import { AttemptsService } from './attempts.service.js';
import { PaymentStoryService } from './payment-story.service.js';
import type { PaymentEntity } from './payment.entity.js';
import { isAbsent, nextQueryAt } from './resolve-schedule.js';
import { endsVoiding } from './void-schedule.js';
import { firstTimer } from './payment-timer.js';

/** What a status query found, when it was not "pending" or "absent". */
const CLOSED_AT_PROVIDER = {
  rejected: { status: 'rejected', event: 'not_issued' },
  expired: { status: 'expired', event: 'expired' },
  cancelled: { status: 'cancelled', event: 'cancelled' },
} as const;

/** T2: what a connector's answer does to an attempt and to its payment. */
@Injectable()
export class ApplyResultsService {
  constructor(
    private readonly context: RouterContext,
    private readonly routes: RoutesService,
    private readonly attempts: AttemptsService,
    private readonly story: PaymentStoryService,
    private readonly connectors: ConnectorClient,
  ) {}

  /** Applies one result in the transaction of its message. A result for an attempt that is over changes nothing. */
  async apply(tx: Transaction, result: ConnectorResult): Promise<void> {
    const payment = await this.story.lock(tx, result.paymentId);
    const attempts = await this.attempts.of(tx, result.paymentId);
    const attempt = attempts.find((one) => one.id === result.attemptId);
    if (payment === null || attempt === undefined) {
      throw new Error(`result for attempt ${result.attemptId}, which this router never started`);
    }
    attempt.providerTransactionId ??= result.providerTransactionId;
    if (result.operation === 'issue') await this.issued(tx, payment, attempt, result);
    if (result.operation === 'read_status') await this.statusRead(tx, payment, attempt, result);
    if (result.operation === 'cancel' && endsVoiding(result)) attempt.voidAt = null;
    await this.attempts.save(tx, attempt);
    await this.story.save(tx, payment);
    failpoint('before_t2_commit');
    tx.afterCommit(() => this.connectors.answered(result));
  }

  private async issued(
    tx: Transaction,
    payment: PaymentEntity,
    attempt: AttemptEntity,
    result: ConnectorResult,
  ): Promise<void> {
    const isOpen = attempt.status === 'sending' || attempt.status === 'unknown';
    switch (result.outcome) {
      case 'done':
        return this.adopt(tx, payment, attempt, result.instruction);
      case 'unknown':
        if (isOpen) await this.markUnknown(tx, payment, attempt, result.reason);
        return;
      case 'rejected':
      case 'not_sent':
        if (isOpen) await this.close(tx, payment, attempt, result.outcome, result);
    }
  }

  private async statusRead(
    tx: Transaction,
    payment: PaymentEntity,
    attempt: AttemptEntity,
    result: ConnectorResult,
  ): Promise<void> {
    if (attempt.status !== 'unknown') return;
    if (result.outcome !== 'done' || result.status === null) return;
    switch (result.status) {
      case 'absent':
        return this.absent(tx, payment, attempt);
      case 'pending':
        // A sign of life: absences before it were no proof. Without the voucher there is nothing to hand
        // out, and the next query asks for it again.
        attempt.absences = 0;
        if (result.instruction !== null) await this.adopt(tx, payment, attempt, result.instruction);
        return;
      case 'paid':
      case 'reversed':
        // The money itself comes as a fact; here only the attempt is found again.
        return this.adopt(tx, payment, attempt, result.instruction);
      case 'rejected':
      case 'expired':
      case 'cancelled': {
        const { status, event } = CLOSED_AT_PROVIDER[result.status];
        this.end(attempt, status, 'done', result.status);
        await this.story.move(tx, payment, event, result.reason ?? result.status);
      }
    }
  }

  private async adopt(
    tx: Transaction,
    payment: PaymentEntity,
    attempt: AttemptEntity,
    instruction: Instruction | null,
  ): Promise<void> {
    const stored = instruction === null ? null : toStored(instruction);
    attempt.instruction ??= stored;
    // Its voucher is known: an answer that comes again, even after the end of it, is no news.
    if (attempt.outcome === 'done') return;
    if (attempt.status !== 'sending' && attempt.status !== 'unknown') {
      this.end(attempt, 'orphaned', 'done', 'found_after_giving_up');
      this.context.logger.warn({ attemptId: attempt.id }, 'orphan voucher found');
      await this.attempts.askToVoid(tx, attempt);
      return;
    }
    this.end(attempt, 'issued', 'done', null);
    payment.effectiveExpiresAt = instruction?.expiresAt ?? payment.effectiveExpiresAt;
    await this.story.move(tx, payment, 'issued');
    if (payment.state === 'pending') {
      const timer = firstTimer(
        payment.effectiveExpiresAt,
        this.context.clock.now(),
        this.context.config,
      );
      payment.timerKind = timer?.kind ?? null;
      payment.timerAt = timer?.at ?? null;
    }
  }

  private async absent(
    tx: Transaction,
    payment: PaymentEntity,
    attempt: AttemptEntity,
  ): Promise<void> {
    attempt.absences += 1;
    const route = (await this.routes.known(tx)).find((one) => one.route === attempt.route);
    const now = this.context.clock.now();
    const horizonMs = route?.visibilityHorizonMs ?? Number.POSITIVE_INFINITY;
    if (!isAbsent(attempt.absences, attempt.startedAt, now, horizonMs)) return;
    this.end(attempt, 'absent', 'not_sent', 'absent');
    await this.attempts.save(tx, attempt);
    await this.attempts.continueOrFail(tx, payment, 'absent', true);
  }

  private async markUnknown(
    tx: Transaction,
    payment: PaymentEntity,
    attempt: AttemptEntity,
    reason: string | null,
  ): Promise<void> {
    const { clock, config } = this.context;
    attempt.status = 'unknown';
    attempt.outcome = 'unknown';
    attempt.reason = reason;
    attempt.resolveAt = nextQueryAt(
      clock.now(),
      attempt.queries,
      config.resolveScheduleMs,
      Math.random(),
    );
    await this.story.move(tx, payment, 'outcome_unknown', reason);
  }

  private async close(
    tx: Transaction,
    payment: PaymentEntity,
    attempt: AttemptEntity,
    status: 'rejected' | 'not_sent',
    result: ConnectorResult,
  ): Promise<void> {
    this.end(attempt, status, status, result.reason);
    await this.attempts.save(tx, attempt);
    await this.attempts.continueOrFail(tx, payment, result.reason ?? status, result.reroutable);
  }

  private end(
    attempt: AttemptEntity,
    status: AttemptStatus,
    outcome: AttemptEntity['outcome'],
    reason: string | null,
  ): void {
    attempt.status = status;
    attempt.outcome = outcome;
    attempt.reason = reason;
    attempt.resolveAt = null;
    attempt.endedAt = this.context.clock.now();
  }
}

function toStored(instruction: Instruction): InstructionOnWire {
  return instructionSchema.encode(instruction);
}
