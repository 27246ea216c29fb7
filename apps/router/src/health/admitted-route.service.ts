import type { Transaction } from '@cauce/database';
import type { Money } from '@cauce/money';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { chooseRoute, type Rejection, type RouteChoice } from '../routing/choose-route.js';
import { closedNow } from '../routing/closed-now.js';
import { RoutesService, type KnownRoute } from '../routing/routes.service.js';
import { callTimeMs } from './call-deadline.js';
import { ConversionService } from './conversion.service.js';
import { HealthMetrics, type Refusal } from './health-metrics.service.js';
import { drawOf, preferred, type Preference } from './prefer-routes.js';
import { RetryBudget } from './retry-budget.js';
import { RouteHealthService } from './route-health.service.js';

/** An attempt that looks for a route. */
export interface LookingAttempt {
  readonly attemptId: string;
  readonly paymentId: string;
  readonly methods: readonly string[];
  readonly amount: Money;
  /** Routes that the payment may not use again. */
  readonly excluded: ReadonlySet<string>;
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

/** Finds the route of an attempt: the first one by choice that also lets the call pass. */
@Injectable()
export class AdmittedRouteService {
  private readonly budget: RetryBudget;

  constructor(
    private readonly context: RouterContext,
    private readonly routes: RoutesService,
    private readonly health: RouteHealthService,
    private readonly conversion: ConversionService,
    private readonly metrics: HealthMetrics,
  ) {
    this.budget = new RetryBudget(context.config.health.retries);
  }

  /**
   * Chooses a route and asks leave for the call. A route that refuses is passed over with its reason, so the
   * loop ends after as many turns as there are routes.
   *
   * @param tx the transaction that writes the attempt and its command
   */
  async choose(
    tx: Transaction,
    looking: LookingAttempt,
  ): Promise<{ readonly choice: RouteChoice; readonly admitted: AdmittedRoute | null }> {
    const routes = await this.routes.known(tx);
    const refusing = this.refusing(routes, looking.methods, (route, refusal) =>
      this.metrics.refused({ route, operation: 'issue' }, refusal),
    );
    for (;;) {
      const choice = this.chosen(routes, looking, refusing);
      const route = routes.find((one) => one.route === choice.chosen?.route);
      if (route === undefined) return { choice, admitted: null };
      const admitted = await this.admit(tx, looking, route);
      if (typeof admitted !== 'string') return { choice, admitted };
      refusing.set(route.route, admitted);
    }
  }

  /** The choice for a payment that nobody makes: nothing is asked leave for, and nothing counted. */
  async preview(
    paymentId: string,
    methods: readonly string[],
    amount: Money,
  ): Promise<{ readonly choice: RouteChoice; readonly routes: readonly KnownRoute[] }> {
    const routes = await this.routes.known();
    const looking = { paymentId, methods, amount, excluded: new Set<string>() };
    return { choice: this.chosen(routes, looking, this.refusing(routes, methods)), routes };
  }

  private chosen(
    routes: readonly KnownRoute[],
    looking: Pick<LookingAttempt, 'paymentId' | 'methods' | 'amount' | 'excluded'>,
    refusing: ReadonlyMap<string, Rejection>,
  ): RouteChoice {
    const { paymentId, methods, amount, excluded } = looking;
    const draw = drawOf(paymentId);
    const preference = this.preference(routes);
    const order = (names: readonly string[]) => preferred(names, preference, draw);
    return chooseRoute(methods, amount, routes, excluded, refusing, order);
  }

  /** An order of routes that could all take the payment, and no more. */
  private preference(routes: readonly KnownRoute[]): Preference {
    const degraded = new Set(
      routes
        .map(({ route }) => route)
        .filter((route) => this.health.of({ route, operation: 'issue' }).isDegraded),
    );
    const scores = new Map(this.conversion.latest.map(({ route, score }) => [route, score]));
    return { scores, degraded, explorationShare: this.context.config.health.explorationShare };
  }

  /**
   * Routes of these rails that take no new payment now, and why.
   *
   * @param told hears of every route whose health refuses
   */
  private refusing(
    routes: readonly KnownRoute[],
    methods: readonly string[],
    told: (route: string, refusal: Refusal) => void = () => undefined,
  ): Map<string, Rejection> {
    const refusing = new Map<string, Rejection>();
    for (const one of routes.filter(({ rail }) => methods.includes(rail))) {
      const { route } = one;
      const closed = closedNow(one, this.context.clock.now());
      const { refusal } = this.health.of({ route, operation: 'issue' });
      if (closed === null && refusal !== null) told(route, refusal);
      const reason = closed ?? refusal;
      if (reason !== null) refusing.set(route, reason);
    }
    return refusing;
  }

  private async admit(
    tx: Transaction,
    { attemptId, paymentId, tried, deadlineAt }: LookingAttempt,
    route: KnownRoute,
  ): Promise<AdmittedRoute | Rejection> {
    const now = this.context.clock.now();
    const timeoutMs = callTimeMs(route.issueTimeoutMs, now, deadlineAt);
    if (timeoutMs === null) return 'too_late';
    const id = { route: route.route, operation: 'issue' as const };
    if (tried.has(route.route) && !this.budget.retry(route.route, now)) {
      this.metrics.refused(id, 'retry_budget');
      return 'retry_budget';
    }
    if (!tried.has(route.route)) this.budget.request(route.route, now);
    this.metrics.retriesLeft(route.route, this.budget.leftRatio(route.route, now));
    const refusal = await this.health.admit(tx, { ...id, attemptId, paymentId, timeoutMs });
    return refusal ?? { attemptId, route, timeoutMs };
  }
}
