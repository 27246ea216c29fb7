/** So many of each name in a window of time; names of windows that are over are forgotten. */
export class NamedQuota {
  private endsAtMs = Number.NEGATIVE_INFINITY;
  private taken = new Map<string, number>();

  /** @param limit - how many of each name, at least 1 */
  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Takes one of that name. @returns false when the window has none left */
  take(name: string, now: Date): boolean {
    const taken = this.current(now);
    const count = taken.get(name) ?? 0;
    if (count >= this.limit) return false;
    taken.set(name, count + 1);
    return true;
  }

  /** Gives one back that was taken and not needed. */
  giveBack(name: string): void {
    const count = this.taken.get(name);
    if (count !== undefined && count > 0) this.taken.set(name, count - 1);
  }

  private current(now: Date): Map<string, number> {
    const nowMs = now.getTime();
    if (nowMs >= this.endsAtMs) {
      this.endsAtMs = nowMs + this.windowMs;
      this.taken = new Map();
    }
    return this.taken;
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
