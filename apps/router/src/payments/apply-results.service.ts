import { failpoint } from '@cauce/config';
import type { ConnectorResult, Instruction } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorClient } from '../connectors/connector.client.js';
import { RouterContext } from '../router-context.js';
import { RoutesService } from '../routing/routes.service.js';
import { applyResult, type Follow } from './apply-results.js';
import type { AttemptEntity } from './attempt.entity.js';
import { AttemptsService } from './attempts.service.js';
import { GivenUpVouchersService } from './given-up-vouchers.service.js';
import { PaymentStoryService } from './payment-story.service.js';
import type { PaymentEntity } from './payment.entity.js';
import { firstTimer } from './payment-timer.js';
import { nextQueryAt } from './resolve-schedule.js';

/** T2: what a connector's answer does to an attempt and to its payment. */
@Injectable()
export class ApplyResultsService {
  constructor(
    private readonly context: RouterContext,
    private readonly routes: RoutesService,
    private readonly attempts: AttemptsService,
    private readonly story: PaymentStoryService,
    private readonly vouchers: GivenUpVouchersService,
    private readonly connectors: ConnectorClient,
  ) {}

  /**
   * Applies one result in the transaction of its message. A result for an attempt that is over changes nothing.
   *
   * @param answeredAt when the connector gave it
   */
  async apply(tx: Transaction, result: ConnectorResult, answeredAt: Date): Promise<void> {
    const payment = await this.story.lock(tx, result.paymentId);
    const attempts = await this.attempts.of(tx, result.paymentId);
    const attempt = attempts.find((one) => one.id === result.attemptId);
    if (payment === null || attempt === undefined) {
      throw new Error(`result for attempt ${result.attemptId}, which this router never started`);
    }
    attempt.providerTransactionId ??= result.providerTransactionId;
    const now = this.context.clock.now();
    const hiddenMs = await this.hiddenMs(tx, attempt.route, result);
    const isUnneeded = await this.vouchers.isUnneeded(tx, payment, attempt.id);
    const known = { now, answeredAt, hiddenMs, isUnneeded };
    const { changes, follows } = applyResult(attempt, result, known);
    Object.assign(attempt, changes);
    await this.follow(tx, payment, attempt, follows, result.instruction);
    await this.attempts.save(tx, attempt);
    await this.story.save(tx, payment);
    failpoint('before_t2_commit');
    tx.afterCommit(() => this.connectors.answered(result));
  }

  /**
   * How long an attempt may be hidden although it is executed: the call may be until its last moment, and only then
   * does the provider's own time begin. For ever, where nobody announces the route.
   */
  private async hiddenMs(
    tx: Transaction,
    route: string,
    { status }: ConnectorResult,
  ): Promise<number> {
    if (status !== 'absent') return Number.POSITIVE_INFINITY;
    const known = (await this.routes.known(tx)).find((one) => one.route === route);
    if (known === undefined) return Number.POSITIVE_INFINITY;
    return known.issueTimeoutMs + known.visibilityHorizonMs;
  }

  private async follow(
    tx: Transaction,
    payment: PaymentEntity,
    attempt: AttemptEntity,
    follows: Follow,
    instruction: Instruction | null,
  ): Promise<void> {
    switch (follows.kind) {
      case 'nothing':
        return;
      case 'issued':
        return this.waitForMoney(tx, payment, instruction);
      case 'unknown':
        return this.askLater(tx, payment, attempt, follows.reason);
      case 'orphaned':
        this.context.logger.warn({ attemptId: attempt.id }, 'orphan voucher found');
        return this.vouchers.askToVoid(tx, attempt);
      case 'unneeded':
        return this.vouchers.askToVoid(tx, attempt);
      case 'over':
        await this.attempts.save(tx, attempt);
        return this.attempts.continueOrFail(tx, payment, follows.reason, follows.mayRetry);
      case 'closed':
        await this.story.move(tx, payment, follows.event, follows.reason);
        return;
      default:
        follows satisfies never;
    }
  }

  private async waitForMoney(
    tx: Transaction,
    payment: PaymentEntity,
    instruction: Instruction | null,
  ): Promise<void> {
    payment.effectiveExpiresAt = instruction?.expiresAt ?? payment.effectiveExpiresAt;
    await this.story.move(tx, payment, 'issued');
    if (payment.state !== 'pending') return;
    const { clock, config } = this.context;
    const timer = firstTimer(payment.effectiveExpiresAt, clock.now(), config);
    payment.timerKind = timer?.kind ?? null;
    payment.timerAt = timer?.at ?? null;
  }

  private async askLater(
    tx: Transaction,
    payment: PaymentEntity,
    attempt: AttemptEntity,
    reason: string | null,
  ): Promise<void> {
    const { clock, config } = this.context;
    attempt.resolveAt = nextQueryAt(
      clock.now(),
      attempt.queries,
      config.resolveScheduleMs,
      Math.random(),
    );
    await this.story.move(tx, payment, 'outcome_unknown', reason);
  }
}
