import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import type { RoutedPayment } from '../rules/rule-payment.js';
import { chooseRoute, type Rejection, type RouteChoice } from '../routing/choose-route.js';
import type { KnownRoute } from '../routing/routes.service.js';
import { RoutingMetrics } from '../routing/routing-metrics.service.js';
import { RoutingWorldService, type KnownWorld } from '../routing/routing-world.service.js';
import { callTimeMs } from './call-deadline.js';
import { HealthMetrics, isRefusal } from './health-metrics.service.js';
import { RetryBudget } from './retry-budget.js';
import { RouteHealthService } from './route-health.service.js';

/** An attempt that looks for a route. */
export interface LookingAttempt {
  readonly attemptId: string;
  readonly payment: RoutedPayment;
  /** Routes that may not be taken, in the order in which choices are made; the first that finds one wins. */
  readonly excluded: readonly ReadonlySet<string>[];
  /** Routes that the payment has used: one more call to them is a retry. */
  readonly tried: ReadonlySet<string>;
  /** Until when an attempt may be started. */
  readonly deadlineAt: Date;
}

/** A route that takes the call now, with the time that the call has. */
export interface AdmittedRoute {
  readonly attemptId: string;
  readonly route: KnownRoute;
  readonly timeoutMs: number;
}

/** What came of the search for a route. */
export interface FoundRoute {
  readonly choice: RouteChoice;
  readonly admitted: AdmittedRoute | null;
  /** When routes that refuse calls now take them again, where that is known. */
  readonly refusedUntil: ReadonlyMap<string, Date>;
}

/** Finds the route of an attempt: the first one by choice that also lets the call pass. */
@Injectable()
export class AdmittedRouteService {
  private readonly budget: RetryBudget;

  constructor(
    private readonly context: RouterContext,
    private readonly world: RoutingWorldService,
    private readonly health: RouteHealthService,
    private readonly metrics: HealthMetrics,
    private readonly decisions: RoutingMetrics,
  ) {
    this.budget = new RetryBudget(context.config.health.retries);
  }

  /**
   * Chooses a route and asks leave for the call. A route that refuses is passed over with its reason, so the
   * loop ends after as many turns as there are routes.
   *
   * @param tx the transaction that writes the attempt and its command
   */
  async choose(tx: Transaction, looking: LookingAttempt): Promise<FoundRoute> {
    const world = await this.world.now(tx);
    this.countRefusals(world, looking.payment);
    let chosen = await this.among(tx, looking, world, looking.excluded[0] ?? new Set());
    for (const excluded of looking.excluded.slice(1)) {
      if (chosen.admitted !== null) break;
      chosen = await this.among(tx, looking, world, excluded);
    }
    this.decisions.decided(chosen.choice);
    return { ...chosen, refusedUntil: world.refusedUntil };
  }

  private async among(
    tx: Transaction,
    looking: LookingAttempt,
    world: KnownWorld,
    excluded: ReadonlySet<string>,
  ): Promise<Omit<FoundRoute, 'refusedUntil'>> {
    for (;;) {
      const choice = chooseRoute(looking.payment, world, excluded);
      const route = world.routes.find((one) => one.route === choice.chosen?.route);
      if (route === undefined) return { choice, admitted: null };
      const admitted = await this.admit(tx, looking, route);
      if (typeof admitted !== 'string') return { choice, admitted };
      world.refusing.set(route.route, admitted);
    }
  }

  /** Tells of every route of the payment's methods whose health lets no call pass. */
  private countRefusals({ routes, refusing }: KnownWorld, { methods }: RoutedPayment): void {
    for (const { route, rail } of routes) {
      const reason = methods.includes(rail) ? refusing.get(route) : undefined;
      if (isRefusal(reason)) this.metrics.refused({ route, operation: 'issue' }, reason);
    }
  }

  private async admit(
    tx: Transaction,
    { attemptId, payment, tried, deadlineAt }: LookingAttempt,
    route: KnownRoute,
  ): Promise<AdmittedRoute | Rejection> {
    const now = this.context.clock.now();
    const timeoutMs = callTimeMs(route.issueTimeoutMs, now, deadlineAt);
    if (timeoutMs === null) return 'too_late';
    const id = { route: route.route, operation: 'issue' as const };
    const isRetry = tried.has(route.route);
    if (isRetry && this.budget.left(route.route, now) < 1) {
      this.metrics.refused(id, 'retry_budget');
      return 'retry_budget';
    }
    const call = { ...id, attemptId, paymentId: payment.id, timeoutMs };
    const refusal = await this.health.admit(tx, call);
    if (refusal !== null) return refusal;
    // Counted after the commit, so that no retry is lost to a rollback; as many as there are transactions at
    // once may find the last one there.
    tx.afterCommit(() => this.count(route.route, isRetry, now));
    return { attemptId, route, timeoutMs };
  }

  private count(route: string, isRetry: boolean, now: Date): void {
    if (isRetry) this.budget.retry(route, now);
    else this.budget.request(route, now);
    this.metrics.retriesLeft(route, this.budget.leftRatio(route, now));
  }
}
