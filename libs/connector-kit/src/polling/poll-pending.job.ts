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
import { RouteShares } from '../route-shares.js';
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
  private readonly shares: RouteShares;

  constructor(
    private readonly context: ConnectorContext,
    private readonly vouchers: VouchersService,
    private readonly provider: AskProvidersService,
    private readonly facts: StateFactsService,
  ) {
    const { logger, metrics, connectors } = context;
    this.shares = new RouteShares(WORKERS, connectors.length);
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
    return this.shares.run(
      (fullRoutes) => this.vouchers.takeDue(fullRoutes),
      (voucher) => this.look(voucher),
    );
  }

  private async look(voucher: Voucher): Promise<void> {
    const { route, attemptId } = voucher;
    const connector = this.context.connectorOf(route);
    if (connector === null) {
      this.context.logger.warn({ route, attemptId }, 'voucher of a route that is not hosted');
      return;
    }
    try {
      await inTrace(nextStep(), () => this.poll(connector, voucher));
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.context.logger.warn({ route, attemptId, kind: error.kind }, 'poll not answered');
      await this.vouchers.pollFailed(voucher);
    }
  }

  private async poll(connector: Connector, voucher: Voucher): Promise<void> {
    const { route } = voucher;
    const answer = await this.provider.poll(connector, voucher);
    if (answer.kind === 'absent') return;
    await this.facts.state({ route, source: 'poll', view: 'whole' }, answer.transactions);
  }
}
