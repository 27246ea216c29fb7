import { SEQUENCED_TOPICS, type AnyMessage } from '@cauce/contracts';
import { isTransient, type Transaction } from '@cauce/database';
import type { Logger, Metrics } from '@cauce/observability';
import { backOffMs, pause } from './back-off.js';
import { BusContext, type Effect } from './bus-context.js';
import { claim, type Claim } from './consume-once.js';
import { ConsumerWatch, type Settled } from './consumer-watch.js';
import { bury, type Death } from './dead-letters.js';
import type { Delivery, Stream } from './delivery.js';
import { Effects } from './effects.js';
import { BusStoppedError, type Subscription } from './message-bus.js';
import type { ParallelLimit } from './parallel-limit.js';
import { handleMessage } from './handle-message.js';
import { hasNextParked } from './parked-messages.js';
import { readMessage } from './read-message.js';
import { blame, blaming, SplitBatchError } from './run-batch.js';

/** Tries of a handler before its message is set aside; transient database errors do not count. */
const MAX_ATTEMPTS = 5;

/** Five tries take about two seconds, which only messages of the same key wait for. */
const BACK_OFF = { firstMs: 50, factor: 3, maxMs: 5_000 };

export interface RunnerOptions {
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** How many transactions run at a time: others need connections too. */
  readonly limit: ParallelLimit;
  /** First pause between tries; tests make it short. */
  readonly retryFirstMs?: number;
}

/** What a message did in a transaction that has not committed yet. */
interface Applied {
  readonly messageId: string;
  readonly claimed: Claim;
  readonly hasNext: boolean;
  readonly effects: readonly Effect[];
}

/** A delivery with what became of it. */
export interface SettledDelivery extends Settled {
  readonly delivery: Delivery;
}

/**
 * Settles the messages of one subscription: decode, transaction, claim, handler, commit, effects; what
 * fails is tried again, and set aside in the end.
 */
export class MessageSettler {
  private readonly stream: Stream;
  private readonly isSequenced: boolean;
  private readonly watch: ConsumerWatch;
  private readonly effects: Effects;
  private stopping = new AbortController();

  constructor(
    private readonly subscription: Subscription,
    private readonly options: RunnerOptions,
  ) {
    const { logger, metrics } = options;
    this.stream = { consumer: subscription.group, topic: subscription.topic };
    this.isSequenced = SEQUENCED_TOPICS.has(subscription.topic);
    this.watch = new ConsumerWatch(this.stream, logger, metrics);
    this.effects = new Effects(logger);
  }

  start(): void {
    this.stopping = new AbortController();
  }

  get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Ends waits between tries. */
  stop(): void {
    this.stopping.abort();
  }

  async idle(): Promise<void> {
    await this.effects.idle();
  }

  /**
   * Applies messages in one transaction, in their order.
   *
   * @throws SpoiltBatchError with the one that failed, SplitBatchError when parked messages come in between
   */
  async applyTogether(deliveries: readonly Delivery[]): Promise<readonly SettledDelivery[]> {
    const messages = deliveries.map(({ wire }, index) =>
      blaming(index, () => readMessage(this.stream.topic, wire)),
    );
    await this.effects.room();
    const startedAt = performance.now();
    const last = deliveries.at(-1) ?? { wire: null };
    const applied = await this.inTransaction(last, async (tx) => {
      const steps: Applied[] = [];
      for (const [index, message] of messages.entries()) {
        const step = this.applyIn(tx, message, deliveries[index]?.wire);
        const applied = await step.catch((error: unknown) => blame(index, error));
        if (applied.hasNext && index < deliveries.length - 1) throw new SplitBatchError(index);
        steps.push(applied);
      }
      return steps;
    });
    return applied.map((step, index) => {
      const delivery = deliveries[index] ?? last;
      this.announce(delivery, step, startedAt);
      return { delivery, settlement: step.claimed, hasNext: step.hasNext };
    });
  }

  /** @param failed - tries that failed before this call */
  async settle(delivery: Delivery, failed = 0): Promise<Settled> {
    let message: AnyMessage;
    try {
      message = readMessage(this.stream.topic, delivery.wire);
    } catch (error) {
      return this.giveUp(delivery, { reason: 'malformed', error, attempts: 1 });
    }
    for (let round = 0, failures = failed; ; round += 1) {
      try {
        return await this.apply(message, delivery);
      } catch (error) {
        if (error instanceof BusStoppedError) throw error;
        if (!isTransient(error)) failures += 1;
        if (failures >= MAX_ATTEMPTS) {
          return this.giveUp(delivery, { reason: 'failed', error, attempts: failures });
        }
        await this.waitAfter(error, round, delivery);
      }
    }
  }

  /** A single try. */
  async apply(message: AnyMessage, delivery: Delivery): Promise<Settled> {
    await this.effects.room();
    const startedAt = performance.now();
    const applied = await this.inTransaction(delivery, (tx) =>
      this.applyIn(tx, message, delivery.wire),
    );
    this.announce(delivery, applied, startedAt);
    return { settlement: applied.claimed, hasNext: applied.hasNext };
  }

  private async applyIn(tx: Transaction, message: AnyMessage, wire: unknown): Promise<Applied> {
    const claimed = await claim(tx, this.stream, message, wire);
    const context = new BusContext(tx);
    if (claimed === 'handled') await handleMessage(this.subscription, message, context);
    const hasNext = this.isSequenced && (await hasNextParked(tx, this.stream, message.key));
    return { messageId: message.id, claimed, hasNext, effects: context.takeEffects() };
  }

  /** After the commit. */
  private announce({ wire }: Delivery, applied: Applied, startedAt: number): void {
    this.watch.settled(wire, applied.claimed, startedAt);
    this.effects.start(applied.effects, { ...this.stream, messageId: applied.messageId });
  }

  /** Sets a message aside, so that the others go on. */
  private async giveUp(delivery: Delivery, death: Death): Promise<Settled> {
    const startedAt = performance.now();
    for (let round = 0; ; round += 1) {
      try {
        const settlement = await this.inTransaction(delivery, (tx) =>
          bury(tx, this.stream, delivery, death),
        );
        this.watch.settled(delivery.wire, settlement, startedAt);
        if (settlement === 'dead') this.watch.died(delivery.wire, death);
        return { settlement, hasNext: false };
      } catch (error) {
        if (!isTransient(error)) throw error;
        await this.waitAfter(error, round, delivery);
      }
    }
  }

  private inTransaction<T>(delivery: Delivery, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.options.limit.run(() => {
      if (this.stopping.signal.aborted) throw new BusStoppedError('stopped before the message');
      return this.subscription.database.transaction(async (tx) => {
        await delivery.alongside?.(tx);
        return work(tx);
      });
    });
  }

  private async waitAfter(error: unknown, round: number, delivery: Delivery): Promise<void> {
    this.watch.failed(delivery.wire, error, round);
    const { retryFirstMs: firstMs = BACK_OFF.firstMs } = this.options;
    if (await pause(backOffMs({ ...BACK_OFF, firstMs }, round), this.stopping.signal)) return;
    throw new BusStoppedError('stopped before the message was applied', { cause: error });
  }
}
