import { toMoneyView } from '@cauce/api';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import type { KnownRoute } from '../routing/routes.service.js';
import type { Operation } from './breaker-position.js';
import type { BreakerId } from './fleet-breakers.service.js';
import { DrainsService } from './drains.service.js';
import { FleetEvidenceService } from './fleet-evidence.service.js';
import { isDegraded, issuanceOf, type Issuance } from './issuance.js';
import { RouteHealthService } from './route-health.service.js';
import { RouteStandingService } from './route-standing.service.js';
import { routeStatus } from './route-status.js';
import type { MaintenanceWindow } from './route-drain.js';
import type { MaintenanceView, RouteView } from './route-view.schema.js';
import { toThresholdsView, type ThresholdsView } from './thresholds-view.schema.js';

/** What an operator sees of routes. */
@Injectable()
export class RouteOverviewService {
  constructor(
    private readonly context: RouterContext,
    private readonly health: RouteHealthService,
    private readonly drains: DrainsService,
    private readonly evidence: FleetEvidenceService,
    private readonly standing: RouteStandingService,
  ) {}

  /** What all of them are measured by. */
  get thresholds(): ThresholdsView {
    return toThresholdsView(this.context.config.health);
  }

  /** Shows the routes as they stand in this process, with what all processes have seen lately. */
  async of(routes: readonly KnownRoute[]): Promise<readonly RouteView[]> {
    const counts = await this.evidence.counts(this.context.config.health.issuanceWindowMs);
    return routes.map((route) => {
      const own = counts.find((one) => one.route === route.route && one.operation === 'issue');
      return this.view(route, own === undefined ? null : issuanceOf(own));
    });
  }

  private view(known: KnownRoute, issuance: Issuance | null): RouteView {
    const { route, rail, minimum, maximum, step, absence } = known;
    const { breakers, fewestSuccesses } = this.context.config.health;
    const id = (operation: Operation): BreakerId => ({ route, operation });
    const drained = this.drains.of(route);
    const { status, why } = routeStatus({
      absence,
      issue: this.health.of(id('issue')).breaker,
      readStatus: this.health.of(id('read_status')).breaker,
      cancel: this.health.of(id('cancel')).breaker,
      drained,
      isDegraded: isDegraded(issuance, breakers.minimumCalls, fewestSuccesses),
    });
    return {
      route,
      rail,
      status,
      why: [...why],
      limits: {
        minimum: toMoneyView(minimum),
        maximum: toMoneyView(maximum),
        step: toMoneyView(step),
      },
      breakers: {
        issue: this.breaker(id('issue')),
        read_status: this.breaker(id('read_status')),
        cancel: this.breaker(id('cancel')),
      },
      breakersEnforced: !breakers.isDryRun,
      drained:
        drained === null ? null : { ...drained, until: drained.until?.toISOString() ?? null },
      maintenance: this.drains.ahead(route).map(toMaintenanceView),
      issuance,
      ...this.standing.of(known),
      inFlight: this.health.of(id('issue')).inFlight,
    };
  }

  private breaker(id: BreakerId): RouteView['breakers'][Operation] {
    const { breaker, position } = this.health.of(id);
    const { changedAt, openUntil, openings } = position;
    return {
      state: breaker,
      since: changedAt?.toISOString() ?? null,
      openUntil: openUntil?.toISOString() ?? null,
      openings,
    };
  }
}

/** A window as operators see it. */
export function toMaintenanceView(window: MaintenanceWindow): MaintenanceView {
  const { id, reason, startsAt, endsAt } = window;
  return { id, reason, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}
