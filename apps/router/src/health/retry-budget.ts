/** Retries that may be made of the requests in a window. */
export interface RetryBudgetSettings {
  readonly windowMs: number;
  /** Share of the requests, 0 to 1. */
  readonly ratio: number;
  /** Retries that are always allowed in a window: on a quiet route a share of nothing is nothing. */
  readonly floor: number;
}

const BUCKETS = 10;

interface Bucket {
  slot: number;
  requests: number;
  retries: number;
}

/**
 * Keeps retries to a share of the requests of a route, so that a provider in trouble is not buried under
 * them. The window moves in tenths.
 *
 * @source Envoy's retry budget: a fifth of the requests, and never fewer than three
 */
export class RetryBudget {
  private readonly routes = new Map<string, Bucket[]>();

  constructor(private readonly settings: RetryBudgetSettings) {}

  /** Counts a first try. */
  request(route: string, now: Date): void {
    this.bucket(route, now).requests += 1;
  }

  /** Counts a retry, also one for which nothing was left: it is missing from what is left next. */
  retry(route: string, now: Date): void {
    this.bucket(route, now).retries += 1;
  }

  /** Retries that may be made now. */
  left(route: string, now: Date): number {
    return Math.max(0, this.allowed(route, now) - this.sum(route, now).retries);
  }

  /** What is left of the budget, 0 to 1. */
  leftRatio(route: string, now: Date): number {
    return this.left(route, now) / this.allowed(route, now);
  }

  private allowed(route: string, now: Date): number {
    const { ratio, floor } = this.settings;
    return Math.max(floor, Math.floor(this.sum(route, now).requests * ratio));
  }

  private sum(route: string, now: Date): { requests: number; retries: number } {
    const oldest = this.slot(now) - BUCKETS;
    const buckets = (this.routes.get(route) ?? []).filter(({ slot }) => slot > oldest);
    this.routes.set(route, buckets);
    return {
      requests: buckets.reduce((sum, one) => sum + one.requests, 0),
      retries: buckets.reduce((sum, one) => sum + one.retries, 0),
    };
  }

  private bucket(route: string, now: Date): Bucket {
    const slot = this.slot(now);
    const buckets = this.routes.get(route) ?? [];
    const current = buckets.at(-1);
    if (current?.slot === slot) return current;
    const bucket = { slot, requests: 0, retries: 0 };
    this.routes.set(route, [...buckets, bucket]);
    return bucket;
  }

  private slot(now: Date): number {
    return Math.floor((now.getTime() * BUCKETS) / this.settings.windowMs);
  }
}
