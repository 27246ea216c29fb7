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
