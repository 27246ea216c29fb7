import { purgeInbox } from '@cauce/messaging';
import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ExchangesService } from './calls/exchanges.service.js';
import { ConnectorContext } from './connector-context.js';

/** Old rows are few at a time; an hour's delay harms nobody. */
const EVERY_MS = 3_600_000;

/** Forgets what is past its keeping time: provider exchanges, and that old messages were consumed. */
@Injectable()
export class PurgeExchangesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(context: ConnectorContext, exchanges: ExchangesService) {
    const { logger, metrics } = context;
    this.loop = new JobLoop({
      name: 'purge_exchanges',
      everyMs: EVERY_MS,
      run: async () => {
        const exchangesPurged = await exchanges.purge();
        return exchangesPurged + (await purgeInbox(context.database, context.clock));
      },
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
}
