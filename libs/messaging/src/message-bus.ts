import type { AnyMessage, WireMessage } from '@cauce/contracts';
import type { Database } from '@cauce/database';
import type { BusContext } from './bus-context.js';

/** One group's interest in a topic. Each group gets every message; inside a group its effect happens once. */
export interface Subscription {
  readonly topic: string;
  /** Name of the consuming service: the consumer of its inbox and positions. */
  readonly group: string;
  /** Where the effect and the record of it commit together. */
  readonly database: Database;
  /** Throws when the message could not be applied: everything is rolled back, and it is tried again. */
  handle(message: AnyMessage, context: BusContext): Promise<void>;
}

/** Where a message is to go besides its topic. */
export interface PublishOptions {
  /** Partition of the topic; without it the key decides. */
  readonly partition?: number;
}

/**
 * How services talk. Adapters differ in how far messages travel, and in nothing that a handler could see:
 * at least once, in order per key, with the effect once.
 */
export interface MessageBus {
  /**
   * Sends a message. Messages of one key arrive in the order of the calls; when one fails, those of its
   * key that were called after it and have not been answered fail too.
   *
   * @returns once the message is durable for every subscriber: the outbox row may go
   * @throws when it may not be: the caller sends it again
   */
  publish(topic: string, message: WireMessage, options?: PublishOptions): Promise<void>;

  /** Adds a subscription; only before {@link start}. */
  subscribe(subscription: Subscription): void;

  /** What has been subscribed to. */
  readonly subscriptions: readonly Subscription[];

  /**
   * Partitions of a topic that this process consumes for a group at this moment. Who wants an answer to
   * reach this very process asks for it on one of them; an answer to another partition is still applied.
   */
  ownedPartitions(topic: string, group: string): readonly number[];

  start(): Promise<void>;

  /** Consumes nothing new and lets running handlers finish; publishing still works where it can. */
  drain(): Promise<void>;

  /** Takes nothing new and lets running handlers finish. It can be started again. */
  stop(): Promise<void>;
}

/** The bus is not running, or stopped before the message was applied: it must be delivered again. */
export class BusStoppedError extends Error {
  override readonly name = 'BusStoppedError';
}
