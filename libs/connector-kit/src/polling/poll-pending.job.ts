import { inTrace, JobLoop, nextStep } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AskProvidersService } from '../calls/ask-providers.service.js';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import type { Connector } from '../connector.js';
import { StateFactsService } from '../facts/state-facts.service.js';
import type { Voucher } from '../vouchers/voucher-row.js';
import { VouchersService } from '../vouchers/vouchers.service.js';

/** How often due vouchers are looked for. */
const EVERY_MS = 500;

/** Vouchers asked about at once: enough to catch up, few enough to leave providers alone. */
const WORKERS = 4;

/** Asks about vouchers whose callback may never come. */
@Injectable()
export class PollPendingJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: readonly JobLoop[];

  constructor(
    private readonly context: ConnectorContext,
    private readonly vouchers: VouchersService,
    private readonly provider: AskProvidersService,
    private readonly facts: StateFactsService,
  ) {
    const { logger, metrics } = context;
    const worker = () =>
      new JobLoop({
        name: 'poll_pending',
        everyMs: EVERY_MS,
        run: () => this.run(),
        logger,
        metrics,
      });
    this.loops = Array.from({ length: WORKERS }, worker);
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  /** Asks about one voucher. @returns 1 when one was due */
  async run(): Promise<number> {
    const voucher = await this.vouchers.takeDue();
    if (voucher === null) return 0;
    const { route, attemptId } = voucher;
    const connector = this.context.connectorOf(route);
    if (connector === null) {
      this.context.logger.warn({ route, attemptId }, 'voucher of a route that is not hosted');
      return 1;
    }
    try {
      await inTrace(nextStep(), () => this.poll(connector, voucher));
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.context.logger.warn({ route, attemptId, kind: error.kind }, 'poll not answered');
      await this.vouchers.pollFailed(voucher);
    }
    return 1;
  }

  private async poll(connector: Connector, voucher: Voucher): Promise<void> {
    const { route } = voucher;
    const answer = await this.provider.poll(connector, voucher);
    if (answer.kind === 'absent') return;
    await this.facts.state({ route, source: 'poll', view: 'whole' }, answer.transactions);
  }
}
