import type { Database } from '@cauce/database';
import type { Logger, Metrics } from '@cauce/observability';
import { deliveryOf, findDeadLetter, noteFailedReplay } from './dead-letters.js';
import type { Settlement } from './consumer-watch.js';
import type { Subscription } from './message-bus.js';
import { MessageRunner } from './message-runner.js';
import { ParallelLimit } from './parallel-limit.js';

export interface ReplayOptions {
  /** Where the handler is found: those of the bus. */
  readonly subscriptions: readonly Subscription[];
  readonly logger: Logger;
  readonly metrics?: Metrics;
}

/**
 * Runs a dead letter again, once, and applies what has parked behind it. The letter is gone when, and
 * only when, its message has been settled.
 *
 * @param database - of the consumer that gave up
 * @returns what became of the message; `duplicate` when it had been applied after all
 * @throws what the handler threw: the letter stays, with this error
 */
export async function replayDeadLetter(
  database: Database,
  id: string,
  { subscriptions, logger, metrics }: ReplayOptions,
): Promise<Settlement> {
  const letter = await findDeadLetter(database.reads, id);
  const subscription = subscriptions.find(
    (one) => one.group === letter.consumer && one.topic === letter.topic,
  );
  if (subscription === undefined) {
    throw new Error(`nobody here consumes ${letter.topic} for ${letter.consumer}`);
  }
  const { topic, group } = subscription;
  const runner = new MessageRunner(
    { topic, group, database, handle: (message, context) => subscription.handle(message, context) },
    { logger, limit: new ParallelLimit(1), ...(metrics === undefined ? {} : { metrics }) },
  );
  try {
    return await runner.runOnce(deliveryOf(letter));
  } catch (error) {
    await noteFailedReplay(database, id, error);
    throw error;
  } finally {
    await runner.idle();
  }
}
