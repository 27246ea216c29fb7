import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const NAME = /^cauce_[a-z0-9_]+$/;

/** The metrics of one process. Names start with `cauce_`; asking twice for one name gives the same metric. */
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return this.known<Counter<L>>(name) ?? new Counter(this.options(name, help, labelNames));
  }

  /** @param collect sets the gauge's value when Prometheus asks */
  gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
    collect?: (this: Gauge<L>) => void | Promise<void>,
  ): Gauge<L> {
    const known = this.known<Gauge<L>>(name);
    if (known !== undefined) return known;
    return new Gauge({
      ...this.options(name, help, labelNames),
      ...(collect === undefined ? {} : { collect }),
    });
  }

  /** @param buckets upper bounds in the unit that the name ends in */
  histogram<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: readonly number[],
  ): Histogram<L> {
    const known = this.known<Histogram<L>>(name);
    if (known !== undefined) return known;
    return new Histogram({ ...this.options(name, help, labelNames), buckets: [...buckets] });
  }

  /** Everything, in Prometheus' text format. */
  async text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private known<M>(name: string): M | undefined {
    return this.registry.getSingleMetric(name) as M | undefined;
  }

  private options<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
  ): { name: string; help: string; labelNames: L[]; registers: Registry[] } {
    if (!NAME.test(name)) throw new Error(`metric ${name} must be named cauce_…`);
    return { name, help, labelNames: [...labelNames], registers: [this.registry] };
  }
}
