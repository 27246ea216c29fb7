import type { Gauge } from '@cauce/observability';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { notWithdrawn } from '../routing/route-absence.js';
import { RoutesService } from '../routing/routes.service.js';
import { RouteOverviewService } from './route-overview.service.js';
import { ROUTE_STATUSES, type RouteStatus } from './route-status.js';

const VALUES = { up: 0, degraded: 1, down: 2 } as const satisfies Record<RouteStatus, number>;

type PerRoute = 'route' | 'rail';

/**
 * Tells those who watch, when they ask, which routes issue payments, and how long ago each was announced. One that
 * was taken out has no status; its age tells of one that was taken out by mistake.
 */
@Injectable()
export class RouteGauges implements OnModuleDestroy {
  private readonly removeCollectors: readonly (() => void)[];

  constructor(
    private readonly context: RouterContext,
    private readonly routes: RoutesService,
    private readonly overview: RouteOverviewService,
  ) {
    const help = `Status of routes: ${ROUTE_STATUSES.map((one) => `${one} ${VALUES[one]}`).join(', ')}`;
    const perRoute = { route: null, rail: null };
    const status: Gauge<PerRoute> = context.metrics.gauge('cauce_route_status', help, perRoute);
    const age: Gauge<PerRoute> = context.metrics.gauge(
      'cauce_route_announcement_age_seconds',
      'Time since a route was last announced, also where it was taken out',
      perRoute,
    );
    this.removeCollectors = [
      status.addCollector(() => this.collectStatus(status)),
      age.addCollector(() => this.collectAge(age)),
    ];
  }

  onModuleDestroy(): void {
    for (const remove of this.removeCollectors) remove();
  }

  private async collectAge(gauge: Gauge<PerRoute>): Promise<void> {
    const routes = await this.routes.known();
    const now = this.context.clock.now().getTime();
    gauge.reset();
    for (const { route, rail, announcedAt } of routes) {
      gauge.set({ route, rail }, (now - announcedAt.getTime()) / 1_000);
    }
  }

  private async collectStatus(gauge: Gauge<PerRoute>): Promise<void> {
    const views = await this.overview.of(notWithdrawn(await this.routes.known()));
    gauge.reset();
    for (const { route, rail, status } of views) gauge.set({ route, rail }, VALUES[status]);
  }
}
