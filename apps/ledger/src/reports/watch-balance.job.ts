import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LedgerContext } from '../ledger-context.js';

/** How often the sum of all balances is looked at. */
const EVERY_MS = 15_000;

/** Keeps a gauge of how far the books are out of balance: zero, or somebody is called. */
@Injectable()
export class WatchBalanceJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private readonly imbalance;

  constructor(private readonly context: LedgerContext) {
    const { logger, metrics } = context;
    this.imbalance = metrics.gauge(
      'cauce_ledger_imbalance_minor',
      'Sum of all balances by currency; must be zero',
      ['currency'],
    );
    this.loop = new JobLoop({
      name: 'watch_balance',
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

  /** Looks once. @returns nothing to repeat at once */
  async run(): Promise<number> {
    const rows = await this.context.database.reads.query<{ currency: string; total: string }>(
      `select a.currency, sum(b.balance_minor)::text as total
       from balance b join account a on a.id = b.account_id group by a.currency`,
    );
    for (const { currency, total } of rows) {
      this.imbalance.set({ currency }, Number(total));
      if (total !== '0')
        this.context.logger.error({ currency, total }, 'the ledger is out of balance');
    }
    return 0;
  }
}
