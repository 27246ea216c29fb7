/** Takes what is due next of any but the named routes; null when nothing is. */
export type TakeDue<T> = (fullRoutes: readonly string[]) => Promise<T | null>;

/**
 * Shares the workers of a job out among the routes of its service. A provider that takes questions and hangs holds
 * each worker for as long as it may be asked, and all of them if it could: one route has half of them at most, and
 * all where there is no other to keep one for.
 */
export class RouteShares {
  private readonly share: number;
  private readonly looks = new Map<string, number>();
  private lastTake: Promise<unknown> = Promise.resolve();

  /**
   * @param workers - workers of the job in this process
   * @param routes - routes of the service
   */
  constructor(workers: number, routes: number) {
    this.share = routes > 1 ? Math.ceil(workers / 2) : Infinity;
  }

  /**
   * Takes what is due next of a route that has not its share yet, and works on it. The worker that ends looks
   * again at once, so that what was left for its route waits no longer than for a free place.
   *
   * @returns 1 when something was due
   * @throws whatever taking and working throw
   */
  async run<T extends { readonly route: string }>(
    takeDue: TakeDue<T>,
    work: (taken: T) => Promise<void>,
  ): Promise<number> {
    const taken = await this.take(takeDue);
    if (taken === null) return 0;
    try {
      await work(taken);
    } finally {
      this.count(taken.route, -1);
    }
    return 1;
  }

  /** One takes after the other: of those that took at once, none would know which routes the others get. */
  private take<T extends { readonly route: string }>(takeDue: TakeDue<T>): Promise<T | null> {
    const take = this.lastTake.then(async () => {
      const taken = await takeDue(this.fullRoutes());
      if (taken !== null) this.count(taken.route, 1);
      return taken;
    });
    this.lastTake = take.catch(() => undefined);
    return take;
  }

  private count(route: string, change: 1 | -1): void {
    const looks = (this.looks.get(route) ?? 0) + change;
    if (looks === 0) this.looks.delete(route);
    else this.looks.set(route, looks);
  }

  private fullRoutes(): string[] {
    return [...this.looks].flatMap(([route, looks]) => (looks >= this.share ? [route] : []));
  }
}
