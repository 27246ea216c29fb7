import type { Operation } from './breaker-position.js';
import type { BreakerSettings } from './breaker-settings.js';
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
  /** Refusals of our credentials: issuance goes by them, breakers do not. */
  readonly lockedOut: number;
  /** Time of the successes together, milliseconds. */
  readonly successMs: number;
}

/** Parts of the window in which evidence that could not be told is kept, and forgotten one after another. */
const PARTS = 10;

const NONE = {
  successes: 0,
  slowSuccesses: 0,
  failures: 0,
  slowFailures: 0,
  lockedOut: 0,
  successMs: 0,
};

type Counts = { -readonly [K in keyof typeof NONE]: number };

type Subject = Pick<SharedEvidence, 'route' | 'operation' | 'generation'>;

/** What is to be told of one subject, and when the first of it was seen. */
interface Untold {
  readonly of: Subject;
  readonly counts: Counts;
  readonly since: number;
}

/** What this process saw and has not yet told the others. */
export class EvidenceToShare {
  private untold = new Map<string, Untold>();

  constructor(
    private readonly settings: Pick<BreakerSettings, 'slowMs' | 'windowMs'>,
    private readonly now: () => Date,
  ) {}

  /** Notes the end of a call; one that says nothing is not told. */
  add(
    { route, operation }: Pick<SharedEvidence, 'route' | 'operation'>,
    generation: number,
    { verdict, durationMs }: Ended,
  ): void {
    if (verdict === 'neutral') return;
    const isSlow = durationMs >= this.settings.slowMs;
    const counts: Counts = { ...NONE };
    if (verdict === 'success') counts.successMs = Math.round(durationMs);
    if (verdict === 'locked_out') counts.lockedOut = 1;
    else if (verdict === 'success') counts[isSlow ? 'slowSuccesses' : 'successes'] = 1;
    else counts[isSlow ? 'slowFailures' : 'failures'] = 1;
    this.merge({ of: { route, operation, generation }, counts, since: this.now().getTime() });
  }

  /**
   * Tells everything since the last time. What could not be told is told the next time, together with what came
   * after it; what is older than the window of the breakers by then, to a tenth of it, says nothing of now and is
   * forgotten.
   *
   * @throws what `share` threw
   */
  async tell(share: (evidence: readonly SharedEvidence[]) => Promise<void>): Promise<void> {
    const youngest = this.now().getTime() - this.settings.windowMs;
    const kept = [...this.untold.values()].filter(({ since }) => since >= youngest);
    this.untold = new Map();
    try {
      await share(together(kept));
    } catch (error) {
      for (const one of kept) this.merge(one);
      throw error;
    }
  }

  private merge(one: Untold): void {
    const part = Math.floor((one.since * PARTS) / this.settings.windowMs);
    const key = `${nameOf(one.of)} ${part}`;
    const known = this.untold.get(key);
    const counts = sum(one.counts, known?.counts ?? NONE);
    const since = Math.min(one.since, known?.since ?? Infinity);
    this.untold.set(key, { of: one.of, counts, since });
  }
}

function together(all: readonly Untold[]): readonly SharedEvidence[] {
  const told = new Map<string, SharedEvidence>();
  for (const { of, counts } of all) {
    const name = nameOf(of);
    told.set(name, { ...of, ...sum(counts, told.get(name) ?? NONE) });
  }
  return [...told.values()];
}

function nameOf({ route, operation, generation }: Subject): string {
  return `${route} ${operation} ${generation}`;
}

function sum(a: Counts, b: Counts): Counts {
  return {
    successes: a.successes + b.successes,
    slowSuccesses: a.slowSuccesses + b.slowSuccesses,
    failures: a.failures + b.failures,
    slowFailures: a.slowFailures + b.slowFailures,
    lockedOut: a.lockedOut + b.lockedOut,
    successMs: a.successMs + b.successMs,
  };
}
