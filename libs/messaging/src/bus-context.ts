import type { Transaction } from '@cauce/database';

/** Work that follows a commit. */
export type Effect = () => Promise<void>;

/** What a handler works with: the transaction that also records its message as consumed. */
export class BusContext {
  private readonly effects: Effect[] = [];

  constructor(readonly tx: Transaction) {}

  /**
   * Runs work after the commit, outside any transaction; nothing waits for it and a crash loses it. Only
   * for work that something else finds again, such as a call whose attempt has a lease.
   */
  afterCommit(effect: Effect): void {
    this.effects.push(effect);
  }

  /** @internal the runner takes them once the commit is done */
  takeEffects(): readonly Effect[] {
    return this.effects.splice(0);
  }
}
