import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { AttemptsService } from './attempts.service.js';
import { eachInTurn } from './each-in-turn.js';
import { GivenUpVouchersService } from './given-up-vouchers.service.js';
import { PaymentStoryService } from './payment-story.service.js';

/** How often due requests are looked for; the shortest wait is a minute. */
const EVERY_MS = 5_000;

/** Attempts looked at in one turn; more come in the next one. */
const BATCH = 50;

/** Asks again that vouchers be voided that were given up and that their provider has not yet voided. */
@Injectable()
export class VoidVouchersJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    private readonly context: RouterContext,
    private readonly attempts: AttemptsService,
    private readonly story: PaymentStoryService,
    private readonly vouchers: GivenUpVouchersService,
  ) {
    const { logger, metrics } = context;
    const run = () => this.run();
    this.loop = new JobLoop({ name: 'void_vouchers', everyMs: EVERY_MS, run, logger, metrics });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Sends the request for every attempt that is due. @returns how many */
  async run(): Promise<number> {
    const due = await this.context.database.reads.query<{ id: string; payment_id: string }>(
      'select id, payment_id from attempts where void_at <= $1 order by void_at limit $2',
      [this.context.clock.now(), BATCH],
    );
    await eachInTurn(due, ({ id, payment_id: paymentId }) => this.ask(paymentId, id));
    return due.length;
  }

  private async ask(paymentId: string, attemptId: string): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      // The payment is locked first, as wherever its attempts change.
      await this.story.lock(tx, paymentId);
      const attempt = (await this.attempts.of(tx, paymentId)).find((one) => one.id === attemptId);
      if (attempt === undefined || attempt.voidAt === null) return;
      if (attempt.voidAt > this.context.clock.now()) return;
      await this.vouchers.askToVoid(tx, attempt);
      await this.attempts.save(tx, attempt);
    });
  }
}
