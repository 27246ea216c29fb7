/** Which pins still wait for their money, and until when; made so that asking costs nothing in between. */
export class ExpirySchedule {
  private readonly waiting = new Map<string, number>();
  private nextMs = Infinity;

  add(pin: string, expiresAt: Date): void {
    this.waiting.set(pin, expiresAt.getTime());
    this.nextMs = Math.min(this.nextMs, expiresAt.getTime());
  }

  /** The pin waits no more: it was paid, or it has expired. */
  remove(pin: string): void {
    this.waiting.delete(pin);
  }

  /** Pins whose time has come, in the order in which they were issued. */
  due(now: Date): string[] {
    const nowMs = now.getTime();
    if (nowMs < this.nextMs) return [];
    const isDue = ([, expiresAtMs]: [string, number]) => expiresAtMs <= nowMs;
    const entries = [...this.waiting];
    const later = entries.filter((entry) => !isDue(entry)).map(([, expiresAtMs]) => expiresAtMs);
    this.nextMs = later.reduce((least, expiresAtMs) => Math.min(least, expiresAtMs), Infinity);
    return entries.filter(isDue).map(([pin]) => pin);
  }
}
