import { toMoneyView } from '@cauce/api';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { behindCommitment } from '../routing/commitments.js';
import type { RoutePreference } from '../routing/order-routes.js';
import { MonthVolumesService } from '../routing/month-volumes.service.js';
import type { FeeRate, RouteFees } from '../routing/route-cost.js';
import type { KnownRoute } from '../routing/routes.service.js';
import { ConversionService } from './conversion.service.js';
import type { RouteView } from './route-view.schema.js';

/** What makes a route better than another one that could take the payment as well: reasons to prefer, and no more. */
export type RouteStanding = Pick<RouteView, 'conversion' | 'fees' | 'paidThisMonth' | 'commitment'>;

/** How routes stand beside each other, as operators see it. */
@Injectable()
export class RouteStandingService {
  constructor(
    private readonly context: RouterContext,
    private readonly conversion: ConversionService,
    private readonly volumes: MonthVolumesService,
  ) {}

  of({ route, fees, commitment }: KnownRoute): RouteStanding {
    const paidThisMonth = this.volumes.countOf(route);
    const now = this.context.clock.now();
    return {
      conversion: this.conversionOf(route),
      fees: fees === null ? null : feesView(fees),
      paidThisMonth,
      commitment:
        commitment === null
          ? null
          : { ...commitment, behind: behindCommitment(paidThisMonth, commitment, now) },
    };
  }

  /** What puts routes in order that rules leave equal. */
  preference(routes: readonly KnownRoute[]): Omit<RoutePreference, 'degraded'> {
    const now = this.context.clock.now();
    const behind = routes.filter(
      ({ route, commitment }) =>
        commitment !== null && behindCommitment(this.volumes.countOf(route), commitment, now),
    );
    return {
      behind: new Set(behind.map(({ route }) => route)),
      scores: new Map(this.conversion.latest.map(({ route, score }) => [route, score])),
      paidThisMonth: (route) => this.volumes.countOf(route),
      explorationShare: this.context.config.health.explorationShare,
    };
  }

  private conversionOf(name: string): RouteView['conversion'] {
    const known = this.conversion.of(name);
    if (known === null) return null;
    const { ended, rate, score } = known;
    return { ended, rate, score };
  }
}

function feesView({ ivaBps, tiers, ...own }: RouteFees): NonNullable<RouteView['fees']> {
  return {
    ...rateView(own),
    ivaBps,
    tiers: tiers.map(({ fromAmount, fromMonthlyPayments, ...rate }) => ({
      fromAmount: fromAmount === null ? null : toMoneyView(fromAmount),
      fromMonthlyPayments,
      ...rateView(rate),
    })),
  };
}

function rateView({ fixed, bps }: FeeRate) {
  return { fixed: toMoneyView(fixed), bps };
}
