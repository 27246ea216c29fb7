import { failpoint } from '@cauce/config';
import type { Database } from '@cauce/database';
import { JobLoop, type Logger, type Metrics } from '@cauce/observability';
import type { MessageBus } from './message-bus.js';
import { OutboxLeader } from './outbox-leader.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { OutboxQueue } from './outbox-queue.js';
import { deleteFromOutbox, readOutbox, type OutboxRow } from './outbox-rows.js';
import { outboxWritten } from './outbox-signal.js';

/** Rows read at a time. */
const BATCH = 200;

/** Rows in flight: bounds memory when consumers are slow. A slow topic or key leaves room for the others. */
const MAX_IN_FLIGHT = 1_000;
const MAX_OF_A_TOPIC = 400;
const MAX_OF_A_KEY = 50;

/** Polling is the truth behind the hint that follows each commit. */
const POLL_MS = 250;

/** How long published rows are gathered; a crash in between delivers them again, to consumers that know them. */
const REMOVE_AFTER_MS = 20;

/** How long a stop waits for what is in flight; what is left stays in the table. */
const STOP_WITHIN_MS = 5_000;

export interface OutboxRelayOptions {
  readonly database: Database;
  readonly bus: MessageBus;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  readonly pollMs?: number;
}

/**
 * Publishes what transactions left in a service's outbox, and takes out what is published.
 *
 * There is no cursor: what is in the table is unpublished, so a row that commits late with a low id is
 * found all the same. Rows of one key leave in the order of their ids; keys do not wait for each other.
 */
export class OutboxRelay {
  private readonly logger: Logger;
  private readonly leader: OutboxLeader;
  private readonly reading: JobLoop;
  private readonly removing: JobLoop;
  private readonly counted: OutboxMetrics;
  private readonly queues = new Map<string, OutboxQueue>();
  private readonly runs = new Set<Promise<void>>();
  /** Topics of rows that were read and are not taken out yet, by id. */
  private readonly inFlight = new Map<string, string>();
  private published: string[] = [];
  private removal: NodeJS.Timeout | null = null;
  private stopping = new AbortController();
  private stopListening: () => void = () => undefined;

  constructor(private readonly options: OutboxRelayOptions) {
    const { database, metrics, pollMs: everyMs = POLL_MS } = options;
    const logger = options.logger.child({ service: database.service });
    const measured = metrics === undefined ? {} : { metrics };
    const loop = (name: string, run: () => Promise<number>) =>
      new JobLoop({ name, everyMs, run, logger, ...measured });
    this.logger = logger;
    this.counted = new OutboxMetrics(database, metrics);
    this.reading = loop('outbox_relay', () => this.read());
    this.removing = loop('outbox_removal', () => this.removePublished());
    this.leader = new OutboxLeader(database, logger, () => this.reading.wake());
  }

  /** @returns once it publishes, or knows that another relay does */
  async start(): Promise<void> {
    this.stopping = new AbortController();
    this.stopListening = outboxWritten.listen(this.schema, () => this.reading.wake());
    this.counted.watch();
    this.removing.start();
    this.reading.start();
    await this.leader.start();
  }

  /** Publishes nothing new, waits for what is being published, takes it out, and lets another relay lead. */
  async stop(): Promise<void> {
    this.stopListening();
    this.counted.unwatch();
    await this.reading.stop();
    this.stopping.abort();
    await this.settled();
    if (this.removal !== null) clearTimeout(this.removal);
    this.removal = null;
    await this.removing.stop();
    await this.removePublished().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'published messages not taken out before the stop');
    });
    await this.leader.stop();
  }

  private get schema(): string {
    return this.options.database.service.replaceAll('-', '_');
  }

  /** One turn. @returns how many rows it read when there may be more, else none */
  private async read(): Promise<number> {
    const limit = Math.min(BATCH, MAX_IN_FLIGHT - this.inFlight.size);
    if (!this.leader.isLeading || limit <= 0) return 0;
    const full = {
      ids: [...this.inFlight.keys()],
      topics: this.fullTopics(),
      keys: [...this.queues.values()].filter((queue) => queue.length >= MAX_OF_A_KEY),
    };
    const rows = await readOutbox(this.options.database.reads, full, limit);
    for (const row of rows) this.enqueue(row);
    return rows.length === limit ? rows.length : 0;
  }

  private fullTopics(): string[] {
    const counts = new Map<string, number>();
    for (const topic of this.inFlight.values()) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= MAX_OF_A_TOPIC).map(([topic]) => topic);
  }

  private enqueue(row: OutboxRow): void {
    this.inFlight.set(row.id, row.topic);
    const name = JSON.stringify([row.topic, row.key]);
    const queue = this.queues.get(name) ?? new OutboxQueue(row.topic, row.key, this.outlet());
    this.queues.set(name, queue);
    const draining = queue.push(row);
    if (draining === null) return;
    const run = draining.then(() => {
      this.queues.delete(name);
      this.runs.delete(run);
      for (const { id } of queue.left) this.inFlight.delete(id);
    });
    this.runs.add(run);
  }

  private outlet() {
    const { logger } = this.options;
    return {
      publish: (row: OutboxRow) => this.publish(row),
      stopping: this.stopping.signal,
      logger,
    };
  }

  private async publish({ id, topic, partition, message }: OutboxRow): Promise<void> {
    try {
      await this.options.bus.publish(topic, message, partition === null ? {} : { partition });
    } catch (error) {
      this.counted.failed(topic);
      throw error;
    }
    failpoint('after_publish_before_mark', message.type);
    this.counted.published(topic);
    this.published.push(id);
    this.removeSoon();
  }

  /** One delete takes out what was published in the meantime: a commit each would cost as much as publishing. */
  private removeSoon(): void {
    this.removal ??= setTimeout(() => {
      this.removal = null;
      this.removing.wake();
    }, REMOVE_AFTER_MS);
  }

  /** One turn: published rows go in batches. Their ids stay in flight until then, so none is read again. */
  private async removePublished(): Promise<number> {
    const ids = this.published;
    if (ids.length === 0) return 0;
    this.published = [];
    try {
      await deleteFromOutbox(this.options.database.reads, ids);
    } catch (error) {
      this.published.push(...ids);
      throw error;
    }
    const wasFull = this.inFlight.size + BATCH > MAX_IN_FLIGHT;
    for (const id of ids) this.inFlight.delete(id);
    if (wasFull) this.reading.wake();
    return ids.length;
  }

  private async settled(): Promise<void> {
    const all = Promise.allSettled(this.runs).then(() => true);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), STOP_WITHIN_MS);
    });
    const isSettled = await Promise.race([all, tooLong]);
    clearTimeout(timer);
    if (!isSettled) this.logger.warn('messages in flight were left in the outbox');
  }
}
