import { newId } from '@cauce/config';
import type { Transaction } from '@cauce/database';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { Breaker, type Pass, type Trip } from './breaker.js';
import { NEVER_OPENED, type BreakerPosition } from './breaker-position.js';
import { EvidenceToShare, type SharedEvidence } from './evidence-to-share.js';
import type { Ended } from './evidence-window.js';
import { FleetBreakersService, type BreakerId } from './fleet-breakers.service.js';
import { HealthMetrics } from './health-metrics.service.js';

/** The breakers of this process, and what keeps them in step with those of the others. */
@Injectable()
export class BreakersService implements OnApplicationShutdown {
  /** This process among those of the router; who opened a breaker is told by it. */
  readonly process = newId('prc');
  readonly evidence: EvidenceToShare;
  /** Routes that issue badly, as all processes see them, with the generation of the breaker in which they do. */
  degraded: ReadonlyMap<string, number> = new Map();
  private readonly breakers = new Map<string, { id: BreakerId; breaker: Breaker }>();
  private readonly telling = new Set<Promise<void>>();

  constructor(
    private readonly context: RouterContext,
    private readonly fleet: FleetBreakersService,
    readonly metrics: HealthMetrics,
  ) {
    const { config, clock } = context;
    this.evidence = new EvidenceToShare(config.health.breakers, () => clock.now());
  }

  onApplicationShutdown(): void {
    for (const { breaker } of this.breakers.values()) breaker.shutdown();
    this.breakers.clear();
  }

  /** The breaker of a route and operation; made when it is first asked for. */
  of(id: BreakerId): Breaker {
    const key = keyOf(id);
    const known = this.breakers.get(key);
    if (known !== undefined) return known.breaker;
    const world = {
      now: () => this.context.clock.now(),
      random: Math.random,
      timeout: (ms: number) => AbortSignal.timeout(ms),
    };
    const breaker: Breaker = new Breaker(this.context.config.health.breakers, world, {
      tripped: (trip, position) => this.tripped(id, trip, position),
      ended: (pass, ended) => this.ended(id, pass, ended),
    });
    this.breakers.set(key, { id, breaker });
    return breaker;
  }

  /** Takes over where breakers stand for all processes, and tells them of openings that they missed. */
  async adopt(): Promise<void> {
    const positions = new Map<string, BreakerPosition>();
    for (const { route, operation, ...position } of await this.fleet.positions()) {
      positions.set(keyOf({ route, operation }), position);
      this.of({ route, operation }).adopt(position);
    }
    for (const [key, { id, breaker }] of this.breakers) {
      const { position } = breaker;
      const known = positions.get(key) ?? NEVER_OPENED;
      if (position.generation > known.generation && position.openUntil !== null) {
        await this.tell(id, breaker.openedBy, position);
      }
    }
    this.metrics.states([...this.breakers.values()].map(({ id, breaker }) => [id, breaker.state]));
  }

  /** Counts what other processes saw. */
  learn(evidence: SharedEvidence): void {
    const breaker = this.of(evidence);
    const slowMs = this.context.config.health.breakers.slowMs;
    const count = (times: number, verdict: Ended['verdict'], durationMs: number) => {
      for (let call = 0; call < times; call += 1) {
        breaker.count(evidence.generation, { verdict, durationMs });
      }
    };
    count(evidence.successes, 'success', 0);
    count(evidence.slowSuccesses, 'success', slowMs);
    count(evidence.failures, 'failure', 0);
    count(evidence.slowFailures, 'failure', slowMs);
  }

  /** Takes one of the places for probes of all processes. @returns whether there was one */
  lease(tx: Transaction, id: BreakerId, call: string, until: Date): Promise<boolean> {
    return this.fleet.lease(tx, id, call, until);
  }

  /** A probe has ended: all processes hear of it, and its place is free. */
  async probeEnded(id: BreakerId, call: string, pass: Pass, ended: Ended): Promise<void> {
    this.metrics.probe(id, ended.verdict);
    const { generation } = pass;
    const after = await this.fleet.probeEnded(id, call, generation, ended.verdict, this.process);
    this.of(id).adopt(after);
  }

  /** Waits until everything that was decided here is known to all. */
  async settle(): Promise<void> {
    await Promise.all(this.telling);
  }

  private ended(id: BreakerId, pass: Pass, ended: Ended): void {
    this.evidence.add(id, pass.generation, ended);
  }

  private tripped(id: BreakerId, trip: Trip, position: BreakerPosition): void {
    this.metrics.opened(id, trip);
    // What a probe decided is told when the probe gives its place back.
    if (trip === 'probe_failed') return;
    const told = this.tell(id, trip, position).catch((error: unknown) => {
      this.context.logger.warn({ err: error, ...id }, 'opening not told to the other processes');
    });
    this.telling.add(told);
    void told.then(() => this.telling.delete(told));
  }

  private async tell(id: BreakerId, trip: Trip, position: BreakerPosition): Promise<void> {
    const known = await this.fleet.open(id, position, trip, this.process);
    this.of(id).adopt(known);
  }
}

function keyOf({ route, operation }: BreakerId): string {
  return `${route} ${operation}`;
}
