import type { Operation } from './breaker-position.js';
import type { Ended } from './evidence-window.js';

/** Ended calls of one route and operation, begun in one generation of its breaker. */
export interface SharedEvidence {
  readonly route: string;
  readonly operation: Operation;
  readonly generation: number;
  readonly successes: number;
  readonly slowSuccesses: number;
  readonly failures: number;
  readonly slowFailures: number;
  /** Time of the successes together, milliseconds. */
  readonly successMs: number;
}

type Counts = { -readonly [K in keyof SharedEvidence]: SharedEvidence[K] };

/** What this process saw and has not yet told the others. */
export class EvidenceToShare {
  private counts = new Map<string, Counts>();

  /** Notes the end of a call; one that says nothing is not told. */
  add(
    { route, operation }: Pick<SharedEvidence, 'route' | 'operation'>,
    generation: number,
    { verdict, durationMs }: Ended,
    slowMs: number,
  ): void {
    if (verdict === 'neutral') return;
    const isSlow = durationMs >= slowMs;
    const key = `${route} ${operation} ${generation}`;
    const none = { successes: 0, slowSuccesses: 0, failures: 0, slowFailures: 0, successMs: 0 };
    const counts = this.counts.get(key) ?? { route, operation, generation, ...none };
    this.counts.set(key, counts);
    if (verdict === 'success') counts.successMs += Math.round(durationMs);
    if (verdict === 'success') counts[isSlow ? 'slowSuccesses' : 'successes'] += 1;
    else counts[isSlow ? 'slowFailures' : 'failures'] += 1;
  }

  /** Everything since the last time. */
  take(): readonly SharedEvidence[] {
    const taken = [...this.counts.values()];
    this.counts = new Map();
    return taken;
  }
}
