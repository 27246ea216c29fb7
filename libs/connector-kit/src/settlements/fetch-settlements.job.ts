import { addDays, dayOf } from '@cauce/calendar';
import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DialerService } from '../calls/dialer.service.js';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import type { Connector, SettlementSource } from '../connector.js';
import { SettlementFilesService } from './settlement-files.service.js';

/** Budget of listing or fetching one day, milliseconds: files can be large. */
const FETCH_TIMEOUT_MS = 60_000;

/** Fetches settlement files of the last days and passes on what they say. */
@Injectable()
export class FetchSettlementsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    private readonly context: ConnectorContext,
    private readonly dialer: DialerService,
    private readonly files: SettlementFilesService,
  ) {
    const { logger, metrics, settings } = context;
    this.loop = new JobLoop({
      name: 'fetch_settlements',
      everyMs: settings.settlementPollMs,
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

  /** Looks at every route and day once. @returns 0: the next look is after the usual pause */
  async run(): Promise<number> {
    const today = dayOf(this.context.clock.now());
    for (const connector of this.context.connectors) {
      if (connector.settlements === undefined) continue;
      for (let back = 0; back < this.context.settings.settlementDays; back += 1) {
        await this.fetchDay(connector, connector.settlements, addDays(today, -back));
      }
    }
    return 0;
  }

  private async fetchDay(
    connector: Connector,
    source: SettlementSource,
    day: string,
  ): Promise<void> {
    const { route } = connector;
    try {
      const call = this.dialer.call(FETCH_TIMEOUT_MS);
      for (const { name, sha256 } of await source.list(day, call)) {
        if (sha256 !== null && (await this.files.isKnown(route, sha256))) continue;
        const bytes = await source.fetch(day, name, call);
        const reading = await source.read(bytes, day);
        const isNew = await this.files.take(
          { route, format: source.format, name, day, bytes },
          reading,
        );
        if (isNew)
          this.context.logger.info(
            { route, day, name, kind: reading.kind },
            'settlement file taken',
          );
      }
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.context.logger.warn({ route, day, kind: error.kind }, 'settlement files not fetched');
    }
  }
}
