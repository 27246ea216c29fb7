import * as prometheus from 'prom-client';
import { LabelGuard, type Labels, type LabelSet } from './label-guard.js';
import { Counter, Gauge, Histogram } from './metric-kinds.js';

/** One word of prefix, base units, `_total` for counters. */
const NAME = /^cauce_[a-z][a-z0-9_]*$/;

type Kind = 'counter' | 'gauge' | 'histogram';

interface Registered {
  readonly kind: Kind;
  readonly labelNames: string;
  readonly metric: unknown;
}

/** The metrics of one process, in a registry of its own. Asking twice for one name gives the same metric. */
export class Metrics {
  private readonly registry = new prometheus.Registry();
  private readonly known = new Map<string, Registered>();
  private readonly refused: prometheus.Counter<'metric'>;

  constructor() {
    prometheus.collectDefaultMetrics({ register: this.registry });
    this.refused = new prometheus.Counter({
      name: 'cauce_metric_labels_refused_total',
      help: 'Label values that were not of a closed set and were written as "other"',
      labelNames: ['metric'],
      registers: [this.registry],
    });
  }

  /** @param name - ends in `_total` */
  counter<L extends string = never>(name: string, help: string, labels?: LabelSet<L>): Counter<L> {
    if (!name.endsWith('_total')) throw new Error(`counter ${name} must end in _total`);
    return this.once('counter', name, labels, (guard, options) => {
      return new Counter(new prometheus.Counter<L>({ ...options, help }), guard);
    });
  }

  /** @param collect - sets the values when Prometheus asks; more callers may add theirs to one gauge */
  gauge<L extends string = never>(
    name: string,
    help: string,
    labels?: LabelSet<L>,
    collect?: (this: Gauge<L>) => void | Promise<void>,
  ): Gauge<L> {
    const gauge = this.once('gauge', name, labels, (guard, options) => {
      const made: Gauge<L> = new Gauge(
        new prometheus.Gauge<L>({ ...options, help, collect: () => made.collect() }),
        guard,
      );
      return made;
    });
    if (collect !== undefined) gauge.addCollector(collect);
    return gauge;
  }

  /** @param buckets - upper bounds in the unit that the name ends in */
  histogram<L extends string = never>(
    name: string,
    help: string,
    labels: LabelSet<L>,
    buckets: readonly number[],
  ): Histogram<L> {
    return this.once('histogram', name, labels, (guard, options) => {
      const settings = { ...options, help, buckets: [...buckets] };
      return new Histogram(new prometheus.Histogram<L>(settings), guard);
    });
  }

  /** Everything, in Prometheus' text format. */
  async text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private once<L extends string, M>(
    kind: Kind,
    name: string,
    labels: LabelSet<L> | undefined,
    make: (
      guard: LabelGuard<L>,
      options: { name: string; labelNames: L[]; registers: prometheus.Registry[] },
    ) => M,
  ): M {
    if (!NAME.test(name)) throw new Error(`metric ${name} must be named cauce_… in snake_case`);
    const guard = new LabelGuard<L>(labels ?? [], () => this.refused.inc({ metric: name }));
    const labelNames = [...guard.names].sort().join();
    const known = this.known.get(name);
    if (known === undefined) {
      const registers = [this.registry];
      const metric = make(guard, { name, labelNames: [...guard.names], registers });
      this.known.set(name, { kind, labelNames, metric });
      return metric;
    }
    if (known.kind !== kind || known.labelNames !== labelNames) {
      throw new Error(
        `metric ${name} is a ${known.kind} with labels (${known.labelNames}) already`,
      );
    }
    return known.metric as M;
  }
}

export type { Labels, LabelSet };
