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
   * Sends a message. Messages of one key arrive in the order of the calls.
   *
   * @returns once the message is durable for every subscriber: the outbox row may go
   */
  publish(topic: string, message: WireMessage, options?: PublishOptions): Promise<void>;

  /** Adds a subscription; only before {@link start}. */
  subscribe(subscription: Subscription): void;

  start(): Promise<void>;

  /** Takes nothing new and lets running handlers finish. */
  stop(): Promise<void>;
}
