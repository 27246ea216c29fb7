import type { WireMessage } from '@cauce/contracts';
import type { Database } from '@cauce/database';
import type { Logger, Metrics } from '@cauce/observability';
import { BusStoppedError, type MessageBus, type Subscription } from './message-bus.js';
import { MessageRunner } from './message-runner.js';
import { ParallelLimit } from './parallel-limit.js';

/**
 * Handlers that run at a time on one database: half of a pool of ten, because HTTP requests, jobs and
 * the relay need connections too.
 */
const PARALLEL_PER_DATABASE = 5;

export interface LocalBusOptions {
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** First pause between tries of a handler; tests make it short. */
  readonly retryFirstMs?: number;
}

/** A subscription with what runs for it: messages of one key one after another. */
class Lane {
  private readonly tails = new Map<string, Promise<void>>();

  constructor(
    readonly subscription: Subscription,
    private readonly runner: MessageRunner,
  ) {}

  start(): void {
    this.runner.start();
  }

  deliver(message: WireMessage): Promise<void> {
    const before = this.tails.get(message.key) ?? Promise.resolve();
    const delivered = before.then(() => this.runner.run({ wire: message })).then(() => undefined);
    this.tails.set(message.key, delivered);
    const forget = () => {
      if (this.tails.get(message.key) === delivered) this.tails.delete(message.key);
    };
    delivered.then(forget, forget);
    return delivered;
  }

  async stop(): Promise<void> {
    await this.runner.stop();
    await Promise.allSettled(this.tails.values());
    await this.runner.idle();
  }
}

/**
 * The bus of one process. It keeps no log: a published message is handed to every subscriber at once, and
 * `publish` returns when all of them have committed, so that the sender's outbox row is the log.
 */
export class LocalBus implements MessageBus {
  private readonly lanes = new Map<string, Lane[]>();
  private readonly limits = new Map<Database, ParallelLimit>();
  private readonly unheard = new Set<string>();
  private isRunning = false;

  constructor(private readonly options: LocalBusOptions) {}

  get subscriptions(): readonly Subscription[] {
    return this.allLanes().map((lane) => lane.subscription);
  }

  subscribe(subscription: Subscription): void {
    const { topic, group } = subscription;
    if (this.isRunning) throw new Error('subscribe before the bus is started');
    const lanes = this.lanes.get(topic) ?? [];
    if (lanes.some((lane) => lane.subscription.group === group)) {
      throw new Error(`${group} has subscribed to ${topic} already`);
    }
    const limit = this.limitOf(subscription.database);
    const runner = new MessageRunner(subscription, { ...this.options, limit });
    this.lanes.set(topic, [...lanes, new Lane(subscription, runner)]);
  }

  /** There is one partition, and whoever subscribes owns it. */
  ownedPartitions(topic: string, group: string): readonly number[] {
    const lanes = this.lanes.get(topic) ?? [];
    return lanes.some((lane) => lane.subscription.group === group) ? [0] : [];
  }

  async start(): Promise<void> {
    this.isRunning = true;
    for (const lane of this.allLanes()) lane.start();
  }

  async publish(topic: string, message: WireMessage): Promise<void> {
    if (!this.isRunning) throw new BusStoppedError('the bus is not running');
    const lanes = this.lanes.get(topic) ?? [];
    if (lanes.length === 0) this.noteUnheard(topic);
    await Promise.all(lanes.map((lane) => lane.deliver(message)));
  }

  /** Nothing yet: what is published here is consumed here, so that both end together. */
  async drain(): Promise<void> {}

  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all(this.allLanes().map((lane) => lane.stop()));
  }

  private allLanes(): Lane[] {
    return [...this.lanes.values()].flat();
  }

  private limitOf(database: Database): ParallelLimit {
    const limit = this.limits.get(database) ?? new ParallelLimit(PARALLEL_PER_DATABASE);
    this.limits.set(database, limit);
    return limit;
  }

  private noteUnheard(topic: string): void {
    if (this.unheard.has(topic)) return;
    this.unheard.add(topic);
    this.options.logger.debug({ topic }, 'nobody listens to this topic');
  }
}
