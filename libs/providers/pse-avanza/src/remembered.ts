interface Entry<T> {
  readonly value: T;
  readonly untilMs: number;
}

/** What was learnt a short while ago, bounded in number and time; the oldest is forgotten first. */
export class Remembered<T> {
  private readonly entries = new Map<string, Entry<T>>();

  /**
   * @param lifeMs how long one is kept
   * @param most how many are kept
   */
  constructor(
    private readonly lifeMs: number,
    private readonly most: number,
  ) {}

  get(key: string, now: Date): T | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && now.getTime() < entry.untilMs ? entry.value : undefined;
  }

  set(key: string, value: T, now: Date): void {
    this.entries.delete(key);
    this.entries.set(key, { value, untilMs: now.getTime() + this.lifeMs });
    for (const [oldest, { untilMs }] of this.entries) {
      if (this.entries.size <= this.most && now.getTime() < untilMs) break;
      this.entries.delete(oldest);
    }
  }

  forget(key: string): void {
    this.entries.delete(key);
  }
}
