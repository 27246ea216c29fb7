import type { Logger } from '@cauce/observability';
import type { Effect } from './bus-context.js';
import { withinTime } from './within-time.js';

/**
 * Effects of one subscription that run at a time. Calls to a provider that hangs last as long as their
 * time-out; past this many, further messages wait in their outbox.
 */
const MAX_RUNNING = 500;

/** How long a stop waits for effects: shorter than a process is given before it is killed. */
const IDLE_WITHIN_MS = 15_000;

/** What runs after commits. */
export class Effects {
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly logger: Logger) {}

  /** Waits until there is room for the effects of one more message. */
  async room(): Promise<void> {
    while (this.running.size >= MAX_RUNNING) await Promise.race(this.running);
  }

  /** Starts effects; one that fails is logged and nothing more. */
  start(effects: readonly Effect[], facts: Readonly<Record<string, unknown>>): void {
    for (const effect of effects) {
      const run = this.runOne(effect, facts).finally(() => this.running.delete(run));
      this.running.add(run);
    }
  }

  /** Waits for those that run; those that take too long are left, as a crash would leave them. */
  async idle(): Promise<void> {
    const all = Promise.all(this.running).then(() => undefined);
    await withinTime(all, IDLE_WITHIN_MS).catch((error: unknown) => {
      const left = this.running.size;
      this.logger.warn({ left, err: error }, 'work after messages was left running');
    });
  }

  private async runOne(effect: Effect, facts: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await effect();
    } catch (error) {
      this.logger.error({ ...facts, err: error }, 'work after a message failed');
    }
  }
}
