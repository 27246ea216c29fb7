import { SEQUENCED_TOPICS, type AnyMessage } from '@cauce/contracts';
import { isTransient, type Transaction } from '@cauce/database';
import { JobLoop, type Logger, type Metrics } from '@cauce/observability';
import { backOffMs, pause } from './back-off.js';
import { BusContext } from './bus-context.js';
import { claim } from './consume-once.js';
import { ConsumerWatch, type Settled, type Settlement } from './consumer-watch.js';
import { bury, type Death } from './dead-letters.js';
import { labelOf, type Delivery, type Stream } from './delivery.js';
import { Effects } from './effects.js';
import { BusStoppedError, type Subscription } from './message-bus.js';
import type { ParallelLimit } from './parallel-limit.js';
import { hasNextParked, keysToDrain, nextParked } from './parked-messages.js';
import { readMessage } from './read-message.js';
import { withinTime } from './within-time.js';

/** Tries of a handler before its message is set aside; transient database errors do not count. */
const MAX_ATTEMPTS = 5;

/** Five tries take about two seconds, which only messages of the same key wait for. */
const BACK_OFF = { firstMs: 50, factor: 3, maxMs: 5_000 };

/** A handler only talks to its database, whose statements end sooner than this. */
const HANDLER_WITHIN_MS = 30_000;

/** How often parked messages are looked for that a crash has left with nobody to apply them. */
const SWEEP_MS = 30_000;

/** Parked messages applied in a row; the sweep goes on with a longer line. */
const MAX_DRAINED = 10_000;

export interface RunnerOptions {
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** How many transactions run at a time: others need connections too. */
  readonly limit: ParallelLimit;
  /** First pause between tries; tests make it short. */
  readonly retryFirstMs?: number;
}

/**
 * Applies the messages of one subscription: decode, transaction, claim, handler, commit, effects. Every
 * adapter delivers through it, so that all of them mean the same.
 */
export class MessageRunner {
  private readonly stream: Stream;
  private readonly isSequenced: boolean;
  private readonly watch: ConsumerWatch;
  private readonly effects: Effects;
  private readonly sweep: JobLoop;
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
    const run = () => this.sweepParked();
    this.sweep = new JobLoop({ name: 'parked_messages', everyMs: SWEEP_MS, run, logger });
  }

  /** Deliveries may come from now on. */
  start(): void {
    this.stopping = new AbortController();
    if (this.isSequenced) this.sweep.start();
  }

  /** Ends waits between tries: what has not committed comes again. Handlers that run go on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.sweep.stop();
  }

  /** Waits for effects that run; to be called when no delivery runs any more. */
  async idle(): Promise<void> {
    await this.effects.idle();
  }

  /**
   * Applies one message, with as many tries as it takes, and then what was parked behind it.
   *
   * @returns what became of it; whichever it is, it need not be delivered again
   * @throws BusStoppedError when stopped before that, or when `alongside` throws it
   */
  async run(delivery: Delivery): Promise<Settlement> {
    return this.followUp(delivery, await this.settle(delivery));
  }

  /**
   * Applies one message with a single try.
   *
   * @throws what the decoder, `alongside` or the handler threw; nothing has changed then
   */
  async runOnce(delivery: Delivery): Promise<Settlement> {
    const message = readMessage(this.stream.topic, delivery.wire);
    return this.followUp(delivery, await this.apply(message, delivery));
  }

  private async settle(delivery: Delivery): Promise<Settled> {
    let message: AnyMessage;
    try {
      message = readMessage(this.stream.topic, delivery.wire);
    } catch (error) {
      return this.giveUp(delivery, { reason: 'malformed', error, attempts: 1 });
    }
    for (let round = 0, failures = 0; ; round += 1) {
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

  private async apply(message: AnyMessage, delivery: Delivery): Promise<Settled> {
    await this.effects.room();
    const startedAt = performance.now();
    const { claimed, hasNext, effects } = await this.inTransaction(delivery, async (tx) => {
      const claimed = await claim(tx, this.stream, message, delivery.wire);
      const context = new BusContext(tx);
      if (claimed === 'handled') {
        await withinTime(this.subscription.handle(message, context), HANDLER_WITHIN_MS);
      }
      const hasNext = this.isSequenced && (await hasNextParked(tx, this.stream, message.key));
      return { claimed, hasNext, effects: context.takeEffects() };
    });
    this.watch.settled(delivery.wire, claimed, startedAt);
    this.effects.start(effects, { ...this.stream, messageId: message.id });
    return { settlement: claimed, hasNext };
  }

  /** Sets a message aside, so that the others go on. */
  private async giveUp(delivery: Delivery, death: Death): Promise<Settled> {
    const startedAt = performance.now();
    for (let round = 0; ; round += 1) {
      try {
        const settlement = await this.inTransaction(delivery, (tx) =>
          bury(tx, this.stream, delivery.wire, death),
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

  private async followUp(
    delivery: Delivery,
    { settlement, hasNext }: Settled,
  ): Promise<Settlement> {
    if (hasNext) await this.drain(labelOf(delivery.wire).key);
    return settlement;
  }

  private async drain(key: string): Promise<void> {
    for (let drained = 0; drained < MAX_DRAINED; drained += 1) {
      const next = await nextParked(this.subscription.database.reads, this.stream, key);
      if (next === null || !(await this.settle(next)).hasNext) return;
    }
  }

  private async sweepParked(): Promise<number> {
    const keys = await keysToDrain(this.subscription.database.reads, this.stream);
    for (const key of keys) {
      if (this.stopping.signal.aborted) return 0;
      await this.drain(key);
    }
    return keys.length;
  }
}
