import { failpoint } from '@cauce/config';
import type { WireMessage } from '@cauce/contracts';
import type { Database } from '@cauce/database';
import { JobLoop, type Logger, type Metrics } from '@cauce/observability';
import type { MessageBus } from './message-bus.js';
import { outboxWritten } from './outbox-signal.js';

/** Rows read at a time, and rows in flight at most: bounds memory when a consumer is slow. */
const BATCH = 200;
const MAX_IN_FLIGHT = 1_000;

/** Polling is the truth behind the hint that follows each commit. */
const POLL_MS = 250;

interface OutboxRow {
  id: string;
  topic: string;
  partition: number | null;
  key: string;
  message: WireMessage;
}

export interface OutboxRelayOptions {
  readonly database: Database;
  readonly bus: MessageBus;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  readonly pollMs?: number;
}

/**
 * Publishes what transactions left in the outbox, and takes out what is published.
 *
 * There is no cursor: what is in the table is unpublished, so a row that commits late with a low id is
 * found all the same. Rows of one key leave in order, because their writers held the same row lock.
 */
export class OutboxRelay {
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly published: string[] = [];
  private readonly loop: JobLoop;
  private readonly schema: string;
  private stopListening: () => void = () => undefined;
  private deleting: Promise<void> | null = null;

  constructor(private readonly options: OutboxRelayOptions) {
    const { database, logger, metrics, pollMs } = options;
    this.schema = database.service.replaceAll('-', '_');
    this.loop = new JobLoop({
      name: `outbox_${this.schema}`,
      everyMs: pollMs ?? POLL_MS,
      run: () => this.relay(),
      logger,
      ...(metrics === undefined ? {} : { metrics }),
    });
    metrics?.gauge('cauce_outbox_in_flight', 'Outbox rows being published', ['service']);
  }

  async start(): Promise<void> {
    this.stopListening = outboxWritten.listen(this.schema, () => this.loop.wake());
    this.loop.start();
  }

  /** Publishes nothing new, waits for what is being published, and takes it out. */
  async stop(): Promise<void> {
    this.stopListening();
    await this.loop.stop();
    await Promise.allSettled(this.inFlight.values());
    await this.deleting;
    await this.deletePublished();
  }

  private async relay(): Promise<number> {
    const room = MAX_IN_FLIGHT - this.inFlight.size;
    if (room <= 0) return 0;
    const rows = await this.options.database.reads.query<OutboxRow>(
      `select id::text as id, topic, partition, key, message from outbox
       where not (id = any ($1::bigint[])) order by id limit $2`,
      [[...this.inFlight.keys()], Math.min(BATCH, room)],
    );
    for (const row of rows) this.inFlight.set(row.id, this.publish(row));
    return rows.length === BATCH ? rows.length : 0;
  }

  private async publish(row: OutboxRow): Promise<void> {
    const { bus, logger } = this.options;
    try {
      await bus.publish(
        row.topic,
        row.message,
        row.partition === null ? {} : { partition: row.partition },
      );
      failpoint('after_publish_before_mark');
      this.published.push(row.id);
      this.deleting ??= Promise.resolve().then(() => this.drainPublished());
    } catch (error) {
      this.inFlight.delete(row.id);
      logger.warn(
        { err: error, topic: row.topic, messageId: row.message.id },
        'message not published',
      );
    }
  }

  /** Published rows go in batches; the ids stay in flight until they are gone, so none is read again. */
  private async drainPublished(): Promise<void> {
    try {
      while (this.published.length > 0) await this.deletePublished();
    } catch (error) {
      this.options.logger.warn({ err: error }, 'published rows not taken out yet');
    } finally {
      this.deleting = null;
    }
  }

  private async deletePublished(): Promise<void> {
    const ids = this.published.splice(0);
    if (ids.length === 0) return;
    try {
      await this.options.database.reads.execute(
        'delete from outbox where id = any ($1::bigint[])',
        [ids],
      );
    } catch (error) {
      for (const id of ids) this.inFlight.delete(id);
      throw error;
    }
    for (const id of ids) this.inFlight.delete(id);
    if (this.inFlight.size >= MAX_IN_FLIGHT - BATCH) this.loop.wake();
  }
}
