import type { Sql } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { RouteHealthService } from '../health/route-health.service.js';
import { RouteStandingService } from '../health/route-standing.service.js';
import { RouterContext } from '../router-context.js';
import type { CompiledRules } from '../rules/compile-rules.js';
import { RoutingRulesService } from '../rules/routing-rules.service.js';
import type { Rejection, RoutingWorld } from './choose-route.js';
import { closedUntil } from './closed-now.js';
import type { RoutePreference } from './order-routes.js';
import { notWithdrawn } from './route-absence.js';
import { RoutesService, type KnownRoute } from './routes.service.js';

/** What a choice goes by now, with what the router knows of routes besides. */
export interface KnownWorld extends RoutingWorld {
  readonly routes: readonly KnownRoute[];
  readonly refusing: Map<string, Rejection>;
  /** When routes take calls again, where that is known. */
  readonly refusedUntil: ReadonlyMap<string, Date>;
}

/** Gathers what the choice of a route goes by. */
@Injectable()
export class RoutingWorldService {
  constructor(
    private readonly context: RouterContext,
    private readonly routes: RoutesService,
    private readonly rules: RoutingRulesService,
    private readonly health: RouteHealthService,
    private readonly standing: RouteStandingService,
  ) {}

  /**
   * Everything as it stands now.
   *
   * @param sql the running transaction, if there is one
   */
  async now(sql?: Sql): Promise<KnownWorld> {
    const routes = await this.routes.known(sql);
    const refusing = new Map<string, Rejection>();
    const refusedUntil = new Map<string, Date>();
    const at = this.context.clock.now();
    for (const { route, absence, hours } of routes) {
      const { refusal, refusedUntil: until } = this.health.of({ route, operation: 'issue' });
      const reason = absence ?? refusal;
      if (reason !== null) refusing.set(route, reason);
      // Of a route that is closed it is told that it is, whatever else is the matter.
      const end = closedUntil({ hours }, at) ?? (absence === null ? until : null);
      if (end !== null) refusedUntil.set(route, end);
    }
    const rules = this.rules.inForce;
    return {
      at,
      routes,
      rules,
      refusing,
      refusedUntil,
      preference: this.preference(routes),
    };
  }

  /**
   * The routes as they are announced, all of them there and well and none better than another: what differs between
   * two choices is then what their rules say.
   */
  async still(rules: CompiledRules): Promise<Omit<RoutingWorld, 'at'>> {
    const routes = notWithdrawn(await this.routes.known());
    const none = { degraded: new Set<string>(), behind: new Set<string>(), scores: new Map() };
    const { paidThisMonth } = this.standing.preference(routes);
    const preference = { ...none, paidThisMonth, explorationShare: 0 };
    return { routes, rules, refusing: new Map(), preference };
  }

  private preference(routes: readonly KnownRoute[]): RoutePreference {
    const degraded = routes
      .map(({ route }) => route)
      .filter((route) => this.health.of({ route, operation: 'issue' }).isDegraded);
    return { degraded: new Set(degraded), ...this.standing.preference(routes) };
  }
}
