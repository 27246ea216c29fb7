import { createHash } from 'node:crypto';
import { addDays, dayOf, type Day } from '@cauce/calendar';
import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DialerService } from '../calls/dialer.service.js';
import { ExchangesService } from '../calls/exchanges.service.js';
import type { RecordedCall } from '../calls/provider-http.client.js';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import type { Connector } from '../connector.js';
import type { SettlementFileName, SettlementSource } from '../settlement-source.js';
import { SettlementFilesService } from './settlement-files.service.js';

/** Budget of one day's listing, or of one file, milliseconds: files can be large. */
const TIMEOUT_MS = 60_000;

/** A connector that has settlement files. */
type Settling = Connector & { readonly settlements: SettlementSource };

/** Fetches settlement files of the last days and passes on what they say. */
@Injectable()
export class FetchSettlementsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    private readonly context: ConnectorContext,
    private readonly dialer: DialerService,
    private readonly exchanges: ExchangesService,
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

  /** Looks at every route and day once; what fails is left for the next look. @returns 0: it is not urgent */
  async run(): Promise<number> {
    const { connectors, clock, settings } = this.context;
    const today = dayOf(clock.now());
    for (const connector of connectors.filter(hasSettlements)) {
      for (let back = settings.settlementDays - 1; back >= 0; back -= 1) {
        await this.fetchDay(connector, addDays(today, -back));
      }
    }
    return 0;
  }

  private async fetchDay(connector: Settling, day: Day): Promise<void> {
    const listed = await this.attempt(connector, day, (call) =>
      connector.settlements.list(day, call),
    );
    for (const file of listed ?? []) {
      if (file.sha256 !== null && (await this.files.isKnown(connector.route, day, file.sha256))) {
        continue;
      }
      await this.attempt(connector, day, (call) => this.fetchFile(connector, day, file, call));
    }
  }

  private async fetchFile(
    connector: Settling,
    day: Day,
    { name, sha256 }: SettlementFileName,
    call: RecordedCall,
  ): Promise<void> {
    const { route, settlements: source } = connector;
    const bytes = await source.fetch(day, name, call);
    const isWhole = sha256 === null || sha256.toLowerCase() === hexSha256(bytes);
    if (!isWhole) throw new ConnectorError('malformed_reply', 'not the bytes that were listed');
    const reading = await source.read(bytes, day);
    const file = { route, format: source.format, name, day, bytes };
    const taken = await this.files.take(file, hexSha256(bytes), reading);
    if (taken === null) return;
    this.context.logger.info({ route, day, name, fileId: taken }, 'settlement file taken');
  }

  /** One operation with a budget of its own. @returns null when it failed: then it is tried again later */
  private async attempt<T>(
    connector: Settling,
    day: Day,
    work: (call: RecordedCall) => Promise<T>,
  ): Promise<T | null> {
    const { route } = connector;
    const call = this.dialer.call(connector, TIMEOUT_MS);
    try {
      return await this.dialer.run('settlement', connector, call, () => work(call));
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.context.logger.warn({ route, day, kind: error.kind }, 'settlement files not fetched');
      return null;
    } finally {
      const failed = call.exchanges.filter((one) => one.outcome !== 'answered');
      const purpose = { route, operation: 'settlement' as const, attemptId: null };
      await this.context.database.transaction((tx) => this.exchanges.keep(tx, purpose, failed));
    }
  }
}

function hasSettlements(connector: Connector): connector is Settling {
  return connector.settlements !== undefined;
}

function hexSha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
