import { TOPICS } from '@cauce/contracts';
import { newMessage, send } from '@cauce/messaging';
import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ConnectorContext } from './connector-context.js';
import type { Connector } from './connector.js';

/** How often routes are announced again: a router that lost its copy hears of them soon. */
const EVERY_MS = 300_000;

/** Tells the router which routes this service has, with their limits. Before the first time it is not ready. */
@Injectable()
export class AnnounceRoutesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private hasAnnounced = false;

  constructor(private readonly context: ConnectorContext) {
    const { logger, metrics, health, service } = context;
    health.register(`${service}.routes`, async () => {
      if (!this.hasAnnounced) throw new Error('the routes are not announced yet');
    });
    this.loop = new JobLoop({
      name: 'announce_routes',
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

  /** Announces every route once. */
  async run(): Promise<number> {
    await this.context.database.transaction(async (tx) => {
      for (const connector of this.context.connectors) {
        const message = newMessage(this.context.clock, {
          type: 'connector.route_announced' as const,
          key: connector.route,
          sequence: null,
          data: announcementOf(connector),
        });
        await send(tx, TOPICS.connectorRoutes, message);
      }
    });
    this.hasAnnounced = true;
    return 0;
  }
}

function announcementOf(connector: Connector) {
  const { route, rail, protocol, limits, expiry, visibilityHorizonMs, issueTimeoutMs } = connector;
  return {
    route,
    rail,
    protocol,
    offers: {
      cancel: connector.cancel !== undefined,
      settlement: connector.settlements !== undefined,
    },
    limits,
    expiry,
    visibilityHorizonMs,
    issueTimeoutMs,
  };
}
