import type * as prometheus from 'prom-client';
import type { LabelGuard, Labels } from './label-guard.js';

/** Something that only grows. */
export class Counter<L extends string> {
  constructor(
    private readonly metric: prometheus.Counter<L>,
    private readonly guard: LabelGuard<L>,
  ) {}

  inc(labels: Labels<L> = {}, by = 1): void {
    this.metric.inc(this.guard.check(labels), by);
  }
}

/** A value that goes up and down. */
export class Gauge<L extends string> {
  private readonly collectors = new Set<(this: Gauge<L>) => void | Promise<void>>();

  constructor(
    private readonly metric: prometheus.Gauge<L>,
    private readonly guard: LabelGuard<L>,
  ) {}

  set(labels: Labels<L>, value: number): void {
    this.metric.set(this.guard.check(labels), value);
  }

  /** Takes one series away: better no value than an old one. */
  remove(labels: Labels<L>): void {
    this.metric.remove(this.guard.check(labels));
  }

  /** Takes every series away. */
  reset(): void {
    this.metric.reset();
  }

  /**
   * Adds a source of values, asked at each scrape; one that fails does not spoil the scrape.
   *
   * @returns a function that takes the source away
   */
  addCollector(collector: (this: Gauge<L>) => void | Promise<void>): () => void {
    this.collectors.add(collector);
    return () => this.collectors.delete(collector);
  }

  /** @internal asked by the registry */
  async collect(): Promise<void> {
    // One after another: a collector may reset the gauge before the next one adds to it.
    for (const collector of this.collectors) {
      try {
        await collector.call(this);
      } catch {
        // Who watches a source that cannot answer sees its series missing.
      }
    }
  }
}

/** How values spread over buckets. */
export class Histogram<L extends string> {
  constructor(
    private readonly metric: prometheus.Histogram<L>,
    private readonly guard: LabelGuard<L>,
  ) {}

  observe(labels: Labels<L>, value: number): void {
    this.metric.observe(this.guard.check(labels), value);
  }

  /** @returns a function that observes the seconds since this call */
  startTimer(labels: Labels<L> = {}): (more?: Labels<L>) => void {
    const startedAt = performance.now();
    return (more = {}) =>
      this.observe({ ...labels, ...more }, (performance.now() - startedAt) / 1_000);
  }
}
