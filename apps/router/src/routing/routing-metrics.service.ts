import type { Counter } from '@cauce/observability';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { REJECTIONS, type RouteChoice } from './choose-route.js';

/** The label of a choice that found no route. */
const NONE = 'none';

/** What is told of choices to those who watch. */
@Injectable()
export class RoutingMetrics {
  private readonly decisions: Counter<'route'>;
  private readonly rejections: Counter<'route' | 'reason'>;

  constructor({ metrics }: RouterContext) {
    this.decisions = metrics.counter(
      'cauce_routing_decisions_total',
      `Choices of a route for an attempt; ${NONE} where no route would take it`,
      { route: null },
    );
    this.rejections = metrics.counter(
      'cauce_routing_rejections_total',
      'Routes that were not chosen for an attempt, by reason; not_offered names the method',
      { route: null, reason: Object.keys(REJECTIONS) },
    );
  }

  /** A route was chosen for an attempt, or none. */
  decided({ chosen, candidates }: RouteChoice): void {
    this.decisions.inc({ route: chosen?.route ?? NONE });
    for (const { route, reason } of candidates) {
      if (reason !== undefined) this.rejections.inc({ route, reason });
    }
  }
}
