import { isTransient, type Database } from '@cauce/database';
import type { Logger } from '@cauce/observability';
import type { KafkaMessage } from 'kafkajs';
import { backOffMs, pause } from './back-off.js';
import { movePosition, readPosition, type PartitionStream } from './consumer-position.js';
import type { Delivery } from './delivery.js';
import { BusStoppedError } from './message-bus.js';
import type { MessageRunner } from './message-runner.js';

/** Messages of one transaction: enough to make commits cheap, few enough to keep locks short. */
const CHUNK = 100;

/** Messages kept in memory before the partition is paused, and how few are left when it goes on. */
const PAUSE_ABOVE = 500;
const RESUME_BELOW = 100;

/** After a failure that is nobody's fault that we know: the partition waits, loudly. */
const BACK_OFF = { firstMs: 200, factor: 2, maxMs: 5_000 };

export interface LaneOptions {
  readonly stream: PartitionStream;
  readonly database: Database;
  readonly runner: MessageRunner;
  readonly logger: Logger;
  /** Asks the broker to go on at another offset. */
  readonly seek: (offset: bigint) => void;
  readonly resume: () => void;
}

/**
 * Applies the messages of one partition in their order, for as long as this process owns it. It takes
 * them from the client's hands at once, so that a message that is slow or fails holds up its own
 * partition and neither heartbeats nor the partitions beside it.
 */
export class PartitionLane {
  private queue: KafkaMessage[] = [];
  private running: Promise<void> | null = null;
  private readonly dropping = new AbortController();
  private isPlaced = false;
  private hasSought = false;
  /** Whether the broker was asked to send no more for now. */
  private isHeld = false;
  private highWatermark = 0n;
  private next: bigint | null = null;

  constructor(private readonly options: LaneOptions) {}

  get stream(): PartitionStream {
    return this.options.stream;
  }

  /** The offset after the last message that was settled; null when none was. */
  get position(): bigint | null {
    return this.next;
  }

  /** Messages in the log that have not been settled, as far as is known. */
  get lag(): number {
    const [first] = this.queue;
    const at = this.next ?? (first === undefined ? this.highWatermark : BigInt(first.offset));
    return Number(this.highWatermark - at);
  }

  /** @returns whether no more should come until `resume` is called */
  push(messages: readonly KafkaMessage[], highWatermark: string): boolean {
    if (this.dropping.signal.aborted) return false;
    this.highWatermark = BigInt(highWatermark);
    this.queue.push(...messages);
    if (this.queue.length > 0) this.running ??= this.drain();
    const isFull = this.queue.length > PAUSE_ABOVE;
    this.isHeld ||= isFull;
    return isFull;
  }

  /** Ends after the transaction that runs; what is left is delivered to the next owner. */
  async drop(): Promise<void> {
    this.dropping.abort();
    await this.running;
  }

  /** Ends in the very turn in which it finds nothing: what comes in the next one starts it again. */
  private async drain(): Promise<void> {
    try {
      for (let round = 0; this.queue.length > 0 && !this.dropping.signal.aborted;) {
        round = (await this.advance(round)) ? 0 : round + 1;
      }
    } catch (error) {
      if (!(error instanceof BusStoppedError)) throw error;
    } finally {
      this.running = null;
    }
  }

  /** @returns false after a failure, when it has waited. @throws BusStoppedError */
  private async advance(round: number): Promise<boolean> {
    try {
      await this.place();
      await this.applyChunk();
      this.goOn();
      return true;
    } catch (error) {
      if (error instanceof BusStoppedError) throw error;
      const { stream, logger } = this.options;
      const facts = { ...stream, err: error, round, isTransient: isTransient(error) };
      logger.error(facts, 'a partition does not get on');
      await pause(backOffMs(BACK_OFF, round), this.dropping.signal);
      return false;
    }
  }

  private async applyChunk(): Promise<void> {
    const chunk = this.queue.slice(0, CHUNK);
    const last = chunk.at(-1);
    if (last === undefined) return;
    await this.options.runner.runBatch(chunk.map((message) => this.deliveryOf(message)));
    this.queue.splice(0, chunk.length);
    this.next = BigInt(last.offset) + 1n;
  }

  /** Messages leave the queue by being applied, skipped, or given up to be read again. */
  private goOn(): void {
    if (!this.isHeld || this.queue.length > RESUME_BELOW) return;
    this.isHeld = false;
    this.options.resume();
  }

  private deliveryOf(message: KafkaMessage): Delivery {
    const { stream } = this.options;
    const offset = BigInt(message.offset);
    return {
      wire: wireOf(message),
      origin: { partition: stream.partition, offset },
      alongside: async (tx) => {
        if (this.dropping.signal.aborted) throw new BusStoppedError('the partition was taken away');
        await movePosition(tx, stream, offset + 1n);
      },
    };
  }

  /**
   * Goes by the position that was committed with the effects. The broker's is behind it after a crash,
   * and ahead of it when the database was restored from a backup: then messages are read again.
   */
  private async place(): Promise<void> {
    const [first] = this.queue;
    if (this.isPlaced || first === undefined) return;
    const { database, stream, logger, seek } = this.options;
    const position = await readPosition(database.reads, stream);
    this.isPlaced = true;
    if (position === null) return;
    const offset = BigInt(first.offset);
    if (position > this.highWatermark) {
      logger.warn(
        { ...stream, position, offset },
        'the log is shorter than it was; reading all of it',
      );
    } else if (position > offset) {
      this.queue = this.queue.filter((message) => BigInt(message.offset) >= position);
      this.next = position;
    } else if (position < offset && !this.hasSought) {
      // Once: what the broker has deleted does not come, and then the first that is left is next.
      this.hasSought = true;
      this.isPlaced = false;
      logger.warn({ ...stream, position, offset }, 'the broker is ahead; reading messages again');
      this.queue = [];
      seek(position);
    }
  }
}

/** The JSON of a message; what is none stays as it came, and becomes a dead letter. */
function wireOf({ value }: KafkaMessage): unknown {
  if (value === null) return null;
  const text = value.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
