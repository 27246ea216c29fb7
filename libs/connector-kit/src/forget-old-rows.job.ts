import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CallbacksService } from './callbacks/callbacks.service.js';
import { ExchangesService } from './calls/exchanges.service.js';
import { ConnectorContext } from './connector-context.js';
import { TillTransactionsService } from './tills/till-transactions.service.js';

/** Old rows are few at a time; an hour's delay harms nobody. */
const EVERY_MS = 3_600_000;

/** Forgets what is past its keeping time: exchanges with providers, callbacks, and how tills wrote. */
@Injectable()
export class ForgetOldRowsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    context: ConnectorContext,
    private readonly exchanges: ExchangesService,
    private readonly callbacks: CallbacksService,
    private readonly tills: TillTransactionsService,
  ) {
    const { logger, metrics } = context;
    this.loop = new JobLoop({
      name: 'forget_old_rows',
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

  /** Forgets one batch of each. @returns how many rows went; more may be left when there were any */
  async run(): Promise<number> {
    const exchanges = await this.exchanges.purge();
    const callbacks = await this.callbacks.purge();
    return exchanges + callbacks + (await this.tills.purge());
  }
}
