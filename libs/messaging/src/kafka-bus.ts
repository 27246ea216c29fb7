import type { WireMessage } from '@cauce/contracts';
import type { Database } from '@cauce/database';
import type { Logger, Metrics } from '@cauce/observability';
import type { Kafka } from 'kafkajs';
import { kafkaClient, type KafkaAddress } from './kafka-client.js';
import { KafkaGroup, type Reader } from './kafka-group.js';
import { KafkaPublisher } from './kafka-publisher.js';
import {
  BusStoppedError,
  type MessageBus,
  type PublishOptions,
  type Subscription,
} from './message-bus.js';
import { MessageRunner } from './message-runner.js';
import { ParallelLimit } from './parallel-limit.js';

/** Transactions at a time on one database: half of a pool of ten, as HTTP and jobs need the others. */
const PARALLEL_PER_DATABASE = 5;

export interface KafkaBusOptions {
  readonly address: KafkaAddress;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** First pause between tries of a handler; tests make it short. */
  readonly retryFirstMs?: number;
}

/** The bus between processes: one membership for each group that has subscribed here. */
export class KafkaBus implements MessageBus {
  private readonly readers = new Map<string, Map<string, Reader>>();
  private readonly limits = new Map<Database, ParallelLimit>();
  private readonly publishers = new Map<string, KafkaPublisher>();
  private readonly sender: Kafka;
  private groups: KafkaGroup[] = [];
  private isRunning = false;

  constructor(private readonly options: KafkaBusOptions) {
    this.sender = this.client('producer');
    this.watchLag();
    this.watchMembership();
  }

  get subscriptions(): readonly Subscription[] {
    return this.allReaders().map((reader) => reader.subscription);
  }

  subscribe(subscription: Subscription): void {
    const { topic, group, database } = subscription;
    if (this.isRunning) throw new Error('subscribe before the bus is started');
    const readers = this.readers.get(group) ?? new Map<string, Reader>();
    if (readers.has(topic)) throw new Error(`${group} has subscribed to ${topic} already`);
    const limit = this.limits.get(database) ?? new ParallelLimit(PARALLEL_PER_DATABASE);
    this.limits.set(database, limit);
    const runner = new MessageRunner(subscription, { ...this.options, limit });
    this.readers.set(group, readers.set(topic, { subscription, runner }));
  }

  ownedPartitions(topic: string, group: string): readonly number[] {
    return this.groups.find((one) => one.name === group)?.partitionsOf(topic) ?? [];
  }

  publish(topic: string, message: WireMessage, options: PublishOptions = {}): Promise<void> {
    if (!this.isRunning) return Promise.reject(new BusStoppedError('the bus is not running'));
    return this.publisherTo(this.prefix + topic).publish(this.prefix + topic, message, options);
  }

  async start(): Promise<void> {
    this.isRunning = true;
    this.groups = [...this.readers].map(
      ([group, readers]) =>
        new KafkaGroup(group, this.prefix, readers, this.client(group), this.options.logger),
    );
    await Promise.all(this.groups.map((group) => group.start()));
  }

  async drain(): Promise<void> {
    await Promise.all(this.groups.splice(0).map((group) => group.stop()));
  }

  async stop(): Promise<void> {
    await this.drain();
    this.isRunning = false;
    const publishers = [...this.publishers.values()];
    this.publishers.clear();
    await Promise.all(publishers.map((publisher) => publisher.stop()));
  }

  private get prefix(): string {
    return this.options.address.prefix ?? '';
  }

  /** One for each topic, so that one that is missing, or refuses a message, holds up no other. */
  private publisherTo(topic: string): KafkaPublisher {
    const there = this.publishers.get(topic);
    if (there !== undefined) return there;
    const publisher = new KafkaPublisher(this.sender, this.options.logger);
    this.publishers.set(topic, publisher);
    publisher.start();
    return publisher;
  }

  /** For a readiness check. @throws Error with the groups that this process is not in */
  async assertMember(): Promise<void> {
    const missing = this.groups.filter((group) => !group.isMember).map((group) => group.name);
    if (missing.length > 0) throw new Error(`not in the consumer group ${missing.join(', ')}`);
  }

  private allReaders(): Reader[] {
    return [...this.readers.values()].flatMap((readers) => [...readers.values()]);
  }

  private client(name: string) {
    const { address, logger } = this.options;
    return kafkaClient({ ...address, clientId: `${address.clientId}-${name}` }, logger);
  }

  private watchLag(): void {
    const gauge = this.options.metrics?.gauge(
      'cauce_consumer_lag_messages',
      'Messages in the partitions of this process that are not settled yet',
      { consumer: null, topic: null },
    );
    gauge?.addCollector(() => {
      for (const group of this.groups) {
        for (const topic of this.readers.get(group.name)?.keys() ?? []) {
          gauge.set({ consumer: group.name, topic }, group.lagOf(topic));
        }
      }
    });
  }

  private watchMembership(): void {
    const gauge = this.options.metrics?.gauge(
      'cauce_consumer_group_member',
      'Whether this process is in the consumer group: 1, or 0 while it tries to join',
      { consumer: null },
    );
    gauge?.addCollector(() => {
      gauge.reset();
      for (const { name, isMember } of this.groups) {
        gauge.set({ consumer: name }, isMember ? 1 : 0);
      }
    });
  }
}
