import type { Transaction } from '@cauce/database';
import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { AttemptsService } from './attempts.service.js';
import { eachInTurn } from './each-in-turn.js';
import { snapshotOf } from './payment-events.js';
import { PaymentStoryService } from './payment-story.service.js';
import { lastTimer } from './payment-timer.js';
import type { PaymentEntity } from './payment.entity.js';

/** How often due timers are looked for. */
const EVERY_MS = 1_000;

/** Payments handled in one turn; more come in the next one. */
const BATCH = 100;

/** Announces vouchers that are about to end, and ends those that have. */
@Injectable()
export class ExpirePaymentsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    private readonly context: RouterContext,
    private readonly attempts: AttemptsService,
    private readonly story: PaymentStoryService,
  ) {
    const { logger, metrics } = context;
    this.loop = new JobLoop({
      name: 'expire_payments',
      everyMs: EVERY_MS,
      run: () => this.run(),
      logger,
      metrics,
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Runs every timer that is due. @returns how many */
  async run(): Promise<number> {
    const due = await this.context.database.reads.query<{ id: string }>(
      'select id from payments where timer_at <= $1 order by timer_at limit $2',
      [this.context.clock.now(), BATCH],
    );
    await eachInTurn(due, ({ id }) =>
      this.context.database.transaction(async (tx) => this.runTimer(tx, id)),
    );
    return due.length;
  }

  private async runTimer(tx: Transaction, id: string): Promise<void> {
    const payment = await this.story.lock(tx, id);
    if (payment === null || payment.timerAt === null) return;
    if (payment.timerAt > this.context.clock.now()) return;
    if (payment.timerKind === 'expiring') await this.giveNotice(tx, payment);
    else await this.expire(tx, payment);
    await this.story.save(tx, payment);
  }

  private async giveNotice(tx: Transaction, payment: PaymentEntity): Promise<void> {
    if (payment.effectiveExpiresAt === null) return;
    const next = lastTimer(payment.effectiveExpiresAt, this.context.config);
    payment.timerKind = next.kind;
    payment.timerAt = next.at;
    await this.story.tell(tx, payment, 'payment.expiring', {
      payment: snapshotOf(payment),
      reason: null,
    });
  }

  private async expire(tx: Transaction, payment: PaymentEntity): Promise<void> {
    payment.timerKind = null;
    payment.timerAt = null;
    if (!(await this.story.move(tx, payment, 'expired', 'voucher_expired'))) return;
    const attempts = await this.attempts.of(tx, payment.id);
    for (const attempt of attempts.filter((one) => one.status === 'issued')) {
      attempt.status = 'expired';
      await this.attempts.save(tx, attempt);
    }
  }
}
