import type { WireMessage } from '@cauce/contracts';
import type { Logger, Metrics } from '@cauce/observability';
import type { MessageBus, Subscription } from './message-bus.js';
import { MessageRunner } from './message-runner.js';

/** Handlers of one subscription at a time: fewer than its pool has connections, so that others find one. */
const PARALLEL = 6;

/** A subscription with what runs for it. */
class Lane {
  private readonly tails = new Map<string, Promise<void>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    readonly subscription: Subscription,
    readonly runner: MessageRunner,
  ) {}

  /** Runs the message after those of the same key that came before, and not too many at once. */
  deliver(message: WireMessage): Promise<void> {
    const before = this.tails.get(message.key) ?? Promise.resolve();
    const delivered = before.catch(() => undefined).then(() => this.limited(message));
    this.tails.set(message.key, delivered);
    const forget = () => {
      if (this.tails.get(message.key) === delivered) this.tails.delete(message.key);
    };
    delivered.then(forget, forget);
    return delivered;
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.tails.values());
  }

  private async limited(message: WireMessage): Promise<void> {
    if (this.running >= PARALLEL) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      await this.runner.run(message);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

/** The bus is not running: the sender's outbox keeps the message. */
export class BusStoppedError extends Error {
  override readonly name = 'BusStoppedError';
}

/**
 * The bus of one process. It keeps no log: a published message is handed to every subscriber at once, and
 * `publish` returns when all of them have committed, so that the sender's outbox row is the log.
 */
export class LocalBus implements MessageBus {
  private readonly lanes = new Map<string, Lane[]>();
  private isRunning = false;

  constructor(private readonly options: { logger: Logger; metrics?: Metrics }) {}

  subscribe(subscription: Subscription): void {
    if (this.isRunning) throw new Error('subscribe before the bus is started');
    const { logger, metrics } = this.options;
    const lanes = this.lanes.get(subscription.topic) ?? [];
    if (lanes.some((lane) => lane.subscription.group === subscription.group)) {
      throw new Error(`${subscription.group} has subscribed to ${subscription.topic} already`);
    }
    const runner = new MessageRunner(subscription, logger, metrics);
    this.lanes.set(subscription.topic, [...lanes, new Lane(subscription, runner)]);
  }

  async start(): Promise<void> {
    this.isRunning = true;
  }

  async publish(topic: string, message: WireMessage): Promise<void> {
    if (!this.isRunning) throw new BusStoppedError('the bus is not running');
    const lanes = this.lanes.get(topic) ?? [];
    if (lanes.length === 0) this.options.logger.debug({ topic }, 'nobody listens to this topic');
    await Promise.all(lanes.map((lane) => lane.deliver(message)));
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    const all = [...this.lanes.values()].flat();
    for (const lane of all) lane.runner.stop();
    await Promise.all(all.map((lane) => lane.idle()));
  }
}
