/** So many different things of each name in a window of time; what belongs to windows that are over is forgotten. */
export class NamedQuota {
  private endsAtMs = Number.NEGATIVE_INFINITY;
  private taken = new Map<string, Set<string>>();

  /** @param limit - how many of each name, at least 1 */
  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Takes one of that name; the same thing again takes nothing. @returns false when the window has none left */
  take(name: string, thing: string, now: Date): boolean {
    const nowMs = now.getTime();
    if (nowMs >= this.endsAtMs) {
      this.endsAtMs = nowMs + this.windowMs;
      this.taken = new Map();
    }
    const taken = this.taken.get(name) ?? new Set();
    if (taken.has(thing)) return true;
    if (taken.size >= this.limit) return false;
    this.taken.set(name, taken.add(thing));
    return true;
  }
}

/** So many in each window of time and no more; a window begins with the first one after the last window. */
export class WindowQuota {
  private endsAtMs = Number.NEGATIVE_INFINITY;
  private left = 0;

  /** @param limit - how many, at least 1 */
  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Takes one. @returns false when the window has none left */
  take(now: Date): boolean {
    const nowMs = now.getTime();
    if (nowMs >= this.endsAtMs) {
      this.endsAtMs = nowMs + this.windowMs;
      this.left = this.limit;
    }
    if (this.left === 0) return false;
    this.left -= 1;
    return true;
  }
}
