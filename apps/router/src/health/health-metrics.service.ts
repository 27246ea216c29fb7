import { OUTCOMES, type Outcome } from '@cauce/contracts';
import type { Counter, Gauge, Histogram } from '@cauce/observability';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { BREAKER_STATES, OPERATIONS, type BreakerState } from './breaker-position.js';
import type { Trip } from './breaker.js';
import { VERDICTS, type Verdict } from './call-verdict.js';
import type { Conversion } from './conversion.js';
import type { BreakerId } from './fleet-breakers.service.js';

/** Seconds of a call, from the command to its answer. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32];

/** Why a call was not made. */
export const REFUSALS = ['breaker_open', 'draining', 'busy', 'retry_budget'] as const;
export type Refusal = (typeof REFUSALS)[number];

const REFUSED: ReadonlySet<string> = new Set(REFUSALS);

/** Whether a reason is one of health's. */
export function isRefusal(reason: string | undefined): reason is Refusal {
  return reason !== undefined && REFUSED.has(reason);
}

const STATE_VALUES = {
  closed: 0,
  half_open: 1,
  open: 2,
} as const satisfies Record<BreakerState, number>;

type PerCall = 'route' | 'operation';

/** What is told of routes and their health to those who watch. */
@Injectable()
export class HealthMetrics {
  private readonly calls: Counter<PerCall | 'outcome'>;
  private readonly seconds: Histogram<PerCall | 'outcome'>;
  private readonly state: Gauge<PerCall>;
  private readonly openings: Counter<PerCall | 'reason'>;
  private readonly refusals: Counter<PerCall | 'reason'>;
  private readonly probes: Counter<PerCall | 'result'>;
  private readonly inFlight: Gauge<PerCall>;
  private readonly budget: Gauge<'route'>;
  private readonly issuance: Gauge<'route'>;
  private readonly conversion: Gauge<'route'>;

  constructor({ metrics }: RouterContext) {
    const perCall = { route: null, operation: OPERATIONS };
    const perOutcome = { ...perCall, outcome: [...OUTCOMES, 'silent'] };
    const trips: readonly Trip[] = ['failures', 'slow_calls', 'probe_failed'];
    this.calls = metrics.counter(
      'cauce_route_calls_total',
      'Calls by route and what they came to; silent is no answer at all',
      perOutcome,
    );
    this.seconds = metrics.histogram(
      'cauce_route_call_seconds',
      'From a command to its answer',
      perOutcome,
      SECONDS,
    );
    this.state = metrics.gauge(
      'cauce_breaker_state',
      `State of breakers: ${BREAKER_STATES.map((one) => `${one} ${STATE_VALUES[one]}`).join(', ')}`,
      perCall,
    );
    this.openings = metrics.counter(
      'cauce_breaker_openings_total',
      'Openings that this process decided, by reason',
      { ...perCall, reason: trips },
    );
    this.refusals = metrics.counter(
      'cauce_route_refusals_total',
      'Calls that were not made, or in a dry run would not have been',
      { ...perCall, reason: REFUSALS },
    );
    this.probes = metrics.counter('cauce_breaker_probes_total', 'Probes by result', {
      ...perCall,
      result: VERDICTS,
    });
    this.inFlight = metrics.gauge(
      'cauce_route_calls_in_flight',
      'Calls that hold a place in the compartment of their route',
      perCall,
    );
    this.budget = metrics.gauge(
      'cauce_retry_budget_left_ratio',
      'Share of the retries of a route that is left in the window',
      { route: null },
    );
    this.issuance = metrics.gauge(
      'cauce_route_issuance_ratio',
      'Share of calls to issue that succeeded lately, over all processes',
      { route: null },
    );
    this.conversion = metrics.gauge(
      'cauce_route_conversion_score',
      'How well vouchers of a route are paid beside those of its rail; 1 is as well',
      { route: null },
    );
  }

  /** A call has ended, or never will. */
  called(id: BreakerId, outcome: Outcome | 'silent', durationMs: number): void {
    const labels = { ...labelsOf(id), outcome };
    this.calls.inc(labels);
    this.seconds.observe(labels, durationMs / 1000);
  }

  states(states: readonly (readonly [BreakerId, BreakerState])[]): void {
    for (const [id, state] of states) this.state.set(labelsOf(id), STATE_VALUES[state]);
  }

  opened(id: BreakerId, reason: Trip): void {
    this.openings.inc({ ...labelsOf(id), reason });
  }

  refused(id: BreakerId, reason: Refusal): void {
    this.refusals.inc({ ...labelsOf(id), reason });
  }

  probe(id: BreakerId, result: Verdict): void {
    this.probes.inc({ ...labelsOf(id), result });
  }

  places(id: BreakerId, taken: number): void {
    this.inFlight.set(labelsOf(id), taken);
  }

  /** Rates by route; one that says nothing any more has no value. */
  issuances(rates: ReadonlyMap<string, number>): void {
    this.issuance.reset();
    for (const [route, rate] of rates) this.issuance.set({ route }, rate);
  }

  conversions(known: readonly Conversion[]): void {
    this.conversion.reset();
    for (const { route, score } of known) this.conversion.set({ route }, score);
  }

  retriesLeft(route: string, ratio: number): void {
    this.budget.set({ route }, ratio);
  }
}

/** Who asks may know more of a call than a label may tell. */
function labelsOf({ route, operation }: BreakerId): BreakerId {
  return { route, operation };
}
