import { SEQUENCED_TOPICS } from '@cauce/contracts';
import { JobLoop } from '@cauce/observability';
import type { Settled, Settlement } from './consumer-watch.js';
import { labelOf, type Delivery, type Stream } from './delivery.js';
import type { Subscription } from './message-bus.js';
import { forgetApplied, keysToDrain, nextParked } from './parked-messages.js';
import { readMessage } from './read-message.js';
import { runBatch } from './run-batch.js';
import { MessageSettler, type RunnerOptions } from './settle-message.js';

/** How often parked messages are looked for that a crash has left with nobody to apply them. */
const SWEEP_MS = 30_000;

/** Parked messages applied in a row; the sweep goes on with a longer line. */
const MAX_DRAINED = 10_000;

/**
 * Applies the messages of one subscription: decode, transaction, claim, handler, commit, effects. Every
 * adapter delivers through it, so that all of them mean the same.
 */
export class MessageRunner {
  private readonly stream: Stream;
  private readonly isSequenced: boolean;
  private readonly settler: MessageSettler;
  private readonly sweep: JobLoop;

  constructor(
    private readonly subscription: Subscription,
    options: RunnerOptions,
  ) {
    this.stream = { consumer: subscription.group, topic: subscription.topic };
    this.isSequenced = SEQUENCED_TOPICS.has(subscription.topic);
    this.settler = new MessageSettler(subscription, options);
    const { logger } = options;
    const run = () => this.sweepParked();
    this.sweep = new JobLoop({ name: 'parked_messages', everyMs: SWEEP_MS, run, logger });
  }

  /** Deliveries may come from now on. */
  start(): void {
    this.settler.start();
    if (this.isSequenced) this.sweep.start();
  }

  /** Ends waits between tries: what has not committed comes again. Handlers that run go on. */
  async stop(): Promise<void> {
    this.settler.stop();
    await this.sweep.stop();
  }

  /** Waits for effects that run; to be called when no delivery runs any more. */
  async idle(): Promise<void> {
    await this.settler.idle();
  }

  /**
   * Applies one message, with as many tries as it takes, and then what was parked behind it.
   *
   * @returns what became of it; whichever it is, it need not be delivered again
   * @throws BusStoppedError when stopped before that, or when `alongside` throws it
   */
  async run(delivery: Delivery): Promise<Settlement> {
    return this.followUp(delivery, await this.settler.settle(delivery));
  }

  /**
   * Applies one message with a single try.
   *
   * @throws what the decoder, `alongside` or the handler threw; nothing has changed then
   */
  async runOnce(delivery: Delivery): Promise<Settlement> {
    const message = readMessage(this.stream.topic, delivery.wire);
    return this.followUp(delivery, await this.settler.apply(message, delivery));
  }

  /**
   * Applies messages in their order, together where they let it; each ends as {@link run} would end it.
   * The `alongside` of the last one stands for those before it.
   *
   * @throws BusStoppedError when stopped before all are settled
   */
  async runBatch(deliveries: readonly Delivery[]): Promise<void> {
    await runBatch(deliveries, {
      together: async (some) => {
        for (const one of await this.settler.applyTogether(some)) {
          await this.followUp(one.delivery, one);
        }
      },
      alone: async (delivery, failures) => {
        await this.followUp(delivery, await this.settler.settle(delivery, failures));
      },
    });
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
      if (next === null || !(await this.settler.settle(next)).hasNext) return;
    }
  }

  private async sweepParked(): Promise<number> {
    const { reads } = this.subscription.database;
    await forgetApplied(reads, this.stream);
    const keys = await keysToDrain(reads, this.stream);
    for (const key of keys) {
      if (this.settler.isStopped) return 0;
      await this.drain(key);
    }
    return keys.length;
  }
}
