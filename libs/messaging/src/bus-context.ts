import type { Transaction } from '@cauce/database';
import { currentStep, inTrace } from '@cauce/observability';

/** Work that follows a commit. */
export type Effect = () => Promise<void>;

/** What a handler works with: the transaction that also records its message as consumed. */
export class BusContext {
  private readonly effects: Effect[] = [];

  constructor(readonly tx: Transaction) {}

  /**
   * Runs work after the commit, outside any transaction; nothing waits for it and a crash loses it. Only
   * for work that something else finds again, such as a call whose attempt has a lease. It is of the same trace.
   */
  afterCommit(effect: Effect): void {
    const step = currentStep();
    this.effects.push(() => inTrace(step, effect));
  }

  /** @internal the runner takes them once the commit is done */
  takeEffects(): readonly Effect[] {
    return this.effects.splice(0);
  }
}
