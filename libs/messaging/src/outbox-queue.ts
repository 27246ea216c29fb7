import type { Logger } from '@cauce/observability';
import { backOffMs, pause } from './back-off.js';
import type { OutboxRow } from './outbox-rows.js';

/** Rows of one key that are handed to the bus at a time; it keeps their order. */
const WINDOW = 16;

/** After a failure. The rows of other keys do not wait. */
const BACK_OFF = { firstMs: 50, factor: 2, maxMs: 5_000 };

/** While the broker is away, each key says so once in this many tries. */
const LOG_EVERY = 10;

/** What a queue needs of its relay. */
export interface Outlet {
  /** @throws when the row must be published again */
  publish(row: OutboxRow): Promise<void>;
  readonly stopping: AbortSignal;
  readonly logger: Logger;
}

/** The rows of one key on one topic, published in the order of their ids. */
export class OutboxQueue {
  private rows: OutboxRow[] = [];
  private running: Promise<void> | null = null;

  constructor(
    readonly topic: string,
    readonly key: string,
    private readonly outlet: Outlet,
  ) {}

  get length(): number {
    return this.rows.length;
  }

  /** Adds a row at the end. @returns the run that this starts; null when one is running */
  push(row: OutboxRow): Promise<void> | null {
    this.rows.push(row);
    if (this.running !== null) return null;
    this.running = this.drain();
    return this.running;
  }

  /** Rows that were not published because the relay stopped. */
  get left(): readonly OutboxRow[] {
    return this.rows;
  }

  private async drain(): Promise<void> {
    const { stopping, logger } = this.outlet;
    for (let round = 0; this.rows.length > 0 && !stopping.aborted;) {
      const window = this.rows.slice(0, WINDOW);
      const results = await Promise.allSettled(window.map((row) => this.outlet.publish(row)));
      const failed = window.filter((_, index) => results[index]?.status === 'rejected');
      this.rows = [...failed, ...this.rows.slice(window.length)];
      const [failure] = results.filter((result) => result.status === 'rejected');
      if (failure === undefined) {
        round = 0;
        continue;
      }
      if (round % LOG_EVERY === 0 && !stopping.aborted) {
        const facts = { topic: this.topic, key: this.key, round, err: failure.reason };
        logger.warn(facts, 'messages not published and tried again');
      }
      await pause(backOffMs(BACK_OFF, round), stopping);
      round += 1;
    }
  }
}
