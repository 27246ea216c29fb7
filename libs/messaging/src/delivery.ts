import { createHash } from 'node:crypto';
import type { Transaction } from '@cauce/database';

/** Names the messages of one topic for one consumer. */
export interface Stream {
  readonly consumer: string;
  readonly topic: string;
}

/** A message as it arrived. */
export interface Delivery {
  /** Plain JSON; nothing is known of its shape yet. */
  readonly wire: unknown;
  /**
   * Runs first in each transaction that settles the message, whatever becomes of it: an adapter moves its
   * position here, and what was parked or dead is taken out. When it throws, nothing counts.
   */
  readonly alongside?: (tx: Transaction) => Promise<void>;
  /** Where in a log it lies; a bus without a log has no such place. */
  readonly origin?: Origin;
}

/** The place of a message in its topic's log. */
export interface Origin {
  readonly partition: number;
  readonly offset: bigint;
}

/** What can be told of a message without understanding it. */
export interface Label {
  /** Its own id, or one made of its text, so that the same message has the same id. */
  readonly id: string;
  readonly hasOwnId: boolean;
  readonly type: string;
  /** Empty when it has none. */
  readonly key: string;
  readonly sequence: number | null;
}

/** Reads the label of anything. */
export function labelOf(wire: unknown): Label {
  const { id, type, key, sequence } = (
    typeof wire === 'object' && wire !== null ? wire : {}
  ) as Record<string, unknown>;
  const hasOwnId = typeof id === 'string' && id !== '';
  return {
    id: hasOwnId ? storable(id) : `sha256:${hashOf(wire)}`,
    hasOwnId,
    type: typeof type === 'string' ? type : 'unknown',
    key: typeof key === 'string' ? storable(key) : '',
    sequence: Number.isSafeInteger(sequence) ? (sequence as number) : null,
  };
}

/** PostgreSQL's text has no character U+0000, and its JSON no half of one. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

function hashOf(wire: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(wire) ?? 'undefined')
    .digest('hex');
}
