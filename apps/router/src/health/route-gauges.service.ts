import type { Gauge } from '@cauce/observability';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { notWithdrawn } from '../routing/route-absence.js';
import { RoutesService } from '../routing/routes.service.js';
import { RouteOverviewService } from './route-overview.service.js';
import { ROUTE_STATUSES, type RouteStatus } from './route-status.js';

const VALUES = { up: 0, degraded: 1, down: 2 } as const satisfies Record<RouteStatus, number>;

/** Tells those who watch, when they ask, which routes issue payments; one that was taken out is no news to them. */
@Injectable()
export class RouteGauges implements OnModuleDestroy {
  private readonly removeCollector: () => void;

  constructor(
    context: RouterContext,
    private readonly routes: RoutesService,
    private readonly overview: RouteOverviewService,
  ) {
    const help = `Status of routes: ${ROUTE_STATUSES.map((one) => `${one} ${VALUES[one]}`).join(', ')}`;
    const gauge: Gauge<'route' | 'rail'> = context.metrics.gauge('cauce_route_status', help, {
      route: null,
      rail: null,
    });
    this.removeCollector = gauge.addCollector(() => this.collect(gauge));
  }

  onModuleDestroy(): void {
    this.removeCollector();
  }

  private async collect(gauge: Gauge<'route' | 'rail'>): Promise<void> {
    const views = await this.overview.of(notWithdrawn(await this.routes.known()));
    gauge.reset();
    for (const { route, rail, status } of views) gauge.set({ route, rail }, VALUES[status]);
  }
}
