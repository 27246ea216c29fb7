import { isTransient } from '@cauce/database';
import type { Delivery } from './delivery.js';
import { BusStoppedError } from './message-bus.js';

/** Which message of a batch made its transaction fail. */
export class SpoiltBatchError extends Error {
  override readonly name = 'SpoiltBatchError';
  constructor(
    readonly index: number,
    cause: unknown,
  ) {
    super(`message ${index} of a batch failed`, { cause });
  }
}

/** After which message of a batch its transaction must end, because parked ones come next. */
export class SplitBatchError extends Error {
  override readonly name = 'SplitBatchError';
  constructor(readonly index: number) {
    super(`parked messages come after message ${index} of a batch`);
  }
}

/** Reads or does something for a message of a batch. @throws SpoiltBatchError with its place */
export function blaming<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    return blame(index, error);
  }
}

/** @throws SpoiltBatchError unless the failure is the database's */
export function blame(index: number, error: unknown): never {
  throw isTransient(error) ? error : new SpoiltBatchError(index, error);
}

/** What a batch is applied with. */
export interface BatchSteps {
  /** Applies messages in one transaction. @throws SpoiltBatchError, or another error; nothing counts then */
  readonly together: (deliveries: readonly Delivery[]) => Promise<void>;
  /** Settles one message, with as many tries as it takes. @param failures - tries that failed before */
  readonly alone: (delivery: Delivery, failures: number) => Promise<void>;
}

/**
 * Applies messages in their order, in as few transactions as it can. One that fails goes alone, with its
 * tries, and may end as a dead letter; those around it stay together. When it is not known which one it
 * was, as when a commit is refused, halves are tried.
 *
 * @throws BusStoppedError when stopped; what is left must be delivered again
 */
export async function runBatch(deliveries: readonly Delivery[], steps: BatchSteps): Promise<void> {
  let left = deliveries;
  while (left.length > 0) {
    const [first] = left;
    if (left.length === 1 && first !== undefined) return steps.alone(first, 0);
    try {
      return await steps.together(left);
    } catch (error) {
      if (error instanceof BusStoppedError) throw error;
      left = await isolate(left, error, steps);
    }
  }
}

/** @returns what has not been tried since */
async function isolate(
  deliveries: readonly Delivery[],
  error: unknown,
  steps: BatchSteps,
): Promise<readonly Delivery[]> {
  if (isTransient(error)) {
    // A deadlock between two batches, or a database that is away: small steps get through.
    for (const delivery of deliveries) await steps.alone(delivery, 0);
    return [];
  }
  if (error instanceof SplitBatchError) {
    await runBatch(deliveries.slice(0, error.index + 1), steps);
    return deliveries.slice(error.index + 1);
  }
  if (!(error instanceof SpoiltBatchError)) {
    const half = Math.ceil(deliveries.length / 2);
    await runBatch(deliveries.slice(0, half), steps);
    return deliveries.slice(half);
  }
  const spoilt = deliveries[error.index];
  if (spoilt === undefined) throw error;
  await runBatch(deliveries.slice(0, error.index), steps);
  await steps.alone(spoilt, 1);
  return deliveries.slice(error.index + 1);
}
