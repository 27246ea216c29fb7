import { ROUTE_ANNOUNCED_EVERY_MS, TOPICS } from '@cauce/contracts';
import { hasUnsent, newMessage, send } from '@cauce/messaging';
import { fromWholeUnits, type Money } from '@cauce/money';
import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { BankListsService, type BankList } from './banks/bank-lists.service.js';
import { ConnectorContext } from './connector-context.js';
import type { Connector } from './connector.js';
import type { RouteTerms } from './terms/route-terms.schema.js';
import { offerOf, termsAt } from './terms/terms-at.js';

/**
 * Tells the router which routes this service has, with the terms that hold now: a router that lost its copy hears of
 * them soon, and one that has missed a few leaves the route alone. Before the first time has gone out it is not ready.
 */
@Injectable()
export class AnnounceRoutesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private hasAnnounced = false;
  private isHeard = false;

  constructor(
    private readonly context: ConnectorContext,
    private readonly banks: BankListsService,
  ) {
    const { logger, metrics, health, service } = context;
    health.register(`${service}.routes`, async () => {
      if (this.isHeard) return;
      const { reads } = context.database;
      if (!this.hasAnnounced || (await hasUnsent(reads, TOPICS.connectorRoutes))) {
        throw new Error('the routes are not announced yet');
      }
      this.isHeard = true;
    });
    this.loop = new JobLoop({
      name: 'announce_routes',
      everyMs: ROUTE_ANNOUNCED_EVERY_MS,
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
    const { clock, settings } = this.context;
    const announcements = await Promise.all(
      this.context.connectors.map(async (connector) => {
        const terms = termsAt(settings.terms, connector.route, clock.now());
        const banks = connector.listBanks && (await this.banks.find(connector.route));
        return announcementOf(connector, terms, banks ?? null);
      }),
    );
    await this.context.database.transaction(async (tx) => {
      for (const data of announcements) {
        const type = 'connector.route_announced' as const;
        const message = newMessage(clock, { type, key: data.route, sequence: null, data });
        await send(tx, TOPICS.connectorRoutes, message);
      }
    });
    this.hasAnnounced = true;
    return 0;
  }
}

function announcementOf(connector: Connector, terms: RouteTerms | null, banks: BankList | null) {
  const { route, rail, protocol, visibilityHorizonMs, issueTimeoutMs } = connector;
  return {
    route,
    rail,
    protocol,
    offers: {
      cancel: connector.cancel !== undefined || connector.tills !== undefined,
      settlement: connector.settlements !== undefined,
    },
    ...offerOf(connector, terms),
    visibilityHorizonMs,
    issueTimeoutMs,
    ...(terms?.hours && { hours: { ...terms.hours, sellsWhenClosed: terms.sellsWhenClosed } }),
    ...(terms?.fees && { fees: feesOf(terms.fees) }),
    ...(terms?.commitment && { commitment: terms.commitment }),
    ...(terms?.documents && { documents: terms.documents }),
    ...(banks && { banks: { list: [...banks.banks], refreshedAt: banks.refreshedAt } }),
  };
}

function feesOf({ fixedPesos, bps, ivaBps, tiers }: NonNullable<RouteTerms['fees']>) {
  return {
    fixed: pesos(fixedPesos),
    bps,
    ivaBps,
    ...(tiers && {
      tiers: tiers.map(({ fromAmountPesos, fromMonthlyPayments, ...rate }) => ({
        ...(fromAmountPesos !== undefined && { fromAmount: pesos(fromAmountPesos) }),
        ...(fromMonthlyPayments !== undefined && { fromMonthlyPayments }),
        fixed: pesos(rate.fixedPesos),
        bps: rate.bps,
      })),
    }),
  };
}

function pesos(amount: number): Money {
  return fromWholeUnits(BigInt(amount), 'COP');
}
