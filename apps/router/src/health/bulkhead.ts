/**
 * How many calls of each route are in flight, and no more than so many: a provider that hangs fills its own
 * compartment and leaves the others room. Every place has an end, so that a call that is never heard of again
 * gives its place back.
 */
export class Bulkhead {
  private readonly routes = new Map<string, Map<string, number>>();

  /** @param places calls of one route at once, in this process */
  constructor(readonly places: number) {}

  /**
   * Takes a place for a call.
   *
   * @param until when the place is given back at the latest
   * @returns whether there was one
   */
  enter(route: string, call: string, now: Date, until: Date): boolean {
    const calls = this.routes.get(route) ?? new Map<string, number>();
    this.routes.set(route, calls);
    if (calls.has(call)) return true;
    if (this.inFlight(route, now) >= this.places) return false;
    calls.set(call, until.getTime());
    return true;
  }

  /** Gives a place back; a call that has none changes nothing. */
  leave(route: string, call: string): void {
    this.routes.get(route)?.delete(call);
  }

  /** Calls of a route that hold a place. */
  inFlight(route: string, now: Date): number {
    const calls = this.routes.get(route);
    if (calls === undefined) return 0;
    for (const [call, until] of calls) if (until <= now.getTime()) calls.delete(call);
    return calls.size;
  }
}
