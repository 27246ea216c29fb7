/** Which codes still wait for their money, and until when; made so that asking costs nothing in between. */
export class ExpirySchedule {
  private readonly waiting = new Map<string, number>();
  private nextMs = Infinity;

  add(code: string, expiresAt: Date): void {
    this.waiting.set(code, expiresAt.getTime());
    this.nextMs = Math.min(this.nextMs, expiresAt.getTime());
  }

  /** The code waits no more: it was paid, or it has expired. */
  remove(code: string): void {
    this.waiting.delete(code);
  }

  /** Codes whose time has come, in the order in which they were issued. */
  due(now: Date): string[] {
    const nowMs = now.getTime();
    if (nowMs < this.nextMs) return [];
    const isDue = ([, expiresAtMs]: [string, number]) => expiresAtMs <= nowMs;
    const entries = [...this.waiting];
    const later = entries.filter((entry) => !isDue(entry)).map(([, expiresAtMs]) => expiresAtMs);
    this.nextMs = later.reduce((least, expiresAtMs) => Math.min(least, expiresAtMs), Infinity);
    return entries.filter(isDue).map(([code]) => code);
  }
}
