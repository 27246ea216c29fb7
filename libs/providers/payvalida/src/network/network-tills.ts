import type { TillProtocol } from '@cauce/connector-kit';
import { answerCollection, type CollectionHost } from './answer-collection.js';

/** What a rail says of its network's tills besides who they are, in milliseconds. */
export type TillTimes = Pick<TillProtocol, 'reverseWithinMs' | 'holdMs'>;

/** Tills of Payvalida's networks that take in cash, for whoever answers them. */
export function networkTills(options: CollectionHost & TillTimes): TillProtocol {
  const { reverseWithinMs, holdMs } = options;
  return {
    ...{ reverseWithinMs, holdMs },
    answer: (desk, request) => answerCollection(desk, options, request),
  };
}
