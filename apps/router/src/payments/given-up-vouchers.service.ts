import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorClient } from '../connectors/connector.client.js';
import { RouterContext } from '../router-context.js';
import { RoutesService } from '../routing/routes.service.js';
import type { MoneyFact, Receipt } from './apply-facts.js';
import type { AttemptEntity } from './attempt.entity.js';
import { AttemptsService } from './attempts.service.js';
import { giveUpUnneeded, isPaidFor, isPayableAgain, isUnneeded } from './given-up-vouchers.js';
import type { PaymentEntity } from './payment.entity.js';
import { ReceiptsService } from './receipts.service.js';
import { nextVoidAt } from './void-schedule.js';

/** Vouchers that nobody wants any more, and the requests that their providers void them. */
@Injectable()
export class GivenUpVouchersService {
  constructor(
    private readonly context: RouterContext,
    private readonly routes: RoutesService,
    private readonly attempts: AttemptsService,
    private readonly receipts: ReceiptsService,
    private readonly connectors: ConnectorClient,
  ) {}

  /**
   * Gives up what was issued, and has the provider void it where it can. That is a wish: cash that comes all
   * the same is honoured, late.
   */
  async cancelIssued(tx: Transaction, paymentId: string): Promise<void> {
    const issued = (await this.attempts.of(tx, paymentId)).filter((one) => one.status === 'issued');
    for (const attempt of issued) {
      attempt.status = 'cancelled';
      attempt.endedAt = this.context.clock.now();
      await this.askToVoid(tx, attempt);
      await this.attempts.save(tx, attempt);
    }
  }

  /** Whether the payment is paid by other attempts than this one. */
  async isUnneeded(tx: Transaction, payment: PaymentEntity, attemptId: string): Promise<boolean> {
    if (payment.state !== 'paid') return false;
    return isUnneeded(payment.state, attemptId, await this.receipts.of(tx, payment.id));
  }

  /** Now that money has come or gone: gives up what nobody needs any more, and has voided what can be paid again. */
  async moneyMoved(
    tx: Transaction,
    payment: PaymentEntity,
    receipts: readonly Receipt[],
    fact: Pick<MoneyFact, 'kind' | 'attemptId'>,
  ): Promise<void> {
    const now = this.context.clock.now();
    for (const attempt of await this.attempts.of(tx, payment.id)) {
      const changes = giveUpUnneeded(attempt, payment.state, receipts, now);
      if (changes === null && !isPayableAgain(attempt, fact)) continue;
      Object.assign(attempt, changes);
      await this.askToVoid(tx, attempt);
      await this.attempts.save(tx, attempt);
    }
  }

  /**
   * Has the provider void a voucher that nobody has paid, where it can, and notes when to ask again; the caller
   * saves.
   */
  async askToVoid(tx: Transaction, attempt: AttemptEntity): Promise<void> {
    const routes = await this.routes.known(tx);
    const route = routes.find((one) => one.route === attempt.route);
    attempt.voidAt = null;
    if (route?.offersCancel !== true) return;
    if (isPaidFor(attempt.id, await this.receipts.of(tx, attempt.paymentId))) return;
    const { instruction } = attempt;
    const expiresAt = instruction === null ? null : new Date(instruction.expiresAt);
    attempt.voidAt = nextVoidAt(this.context.clock.now(), attempt.voids + 1, expiresAt);
    // What the route does not take now is asked again as what it did not answer.
    if ((await this.connectors.cancel(tx, attempt, route.rail)) === null) attempt.voids += 1;
  }
}
