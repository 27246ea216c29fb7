import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DialerService } from '../calls/dialer.service.js';
import { VouchersService } from '../calls/vouchers.service.js';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import { FactsService } from '../facts/facts.service.js';

/** How often due vouchers are looked for. */
const EVERY_MS = 500;

/** Asks about vouchers whose callback may never come. */
@Injectable()
export class PollPendingJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    private readonly context: ConnectorContext,
    private readonly vouchers: VouchersService,
    private readonly dialer: DialerService,
    private readonly facts: FactsService,
  ) {
    const { logger, metrics } = context;
    this.loop = new JobLoop({
      name: 'poll_pending',
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

  /** Asks about one voucher. @returns 1 when one was due */
  async run(): Promise<number> {
    const voucher = await this.vouchers.takeDue();
    if (voucher === null) return 0;
    const { route, reference, attemptId, providerTransactionIds } = voucher;
    try {
      const answer = await this.dialer.ask(route, reference, providerTransactionIds, attemptId);
      if (answer.kind === 'found') {
        await this.context.database.transaction(async (tx) => {
          await this.vouchers.complete(tx, route, reference, {
            instruction: null,
            providerTransactionIds: answer.transactions.map((one) => one.providerTransactionId),
          });
          await this.facts.state(tx, route, answer.transactions, voucher, 'poll');
        });
      }
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.context.logger.warn({ route, attemptId, kind: error.kind }, 'poll not answered');
    }
    return 1;
  }
}
