import { newId, type Clock } from '@cauce/config';
import {
  encodeMessage,
  MESSAGE_TYPES,
  type Message,
  type MessageData,
  type MessageType,
} from '@cauce/contracts';
import { expectRows, type Transaction } from '@cauce/database';
import { currentStep } from '@cauce/observability';
import type { PublishOptions } from './message-bus.js';
import { outboxWritten } from './outbox-signal.js';
import { assertSequence } from './read-message.js';

/** What only the sender of a message knows. */
export interface MessageDraft<T extends MessageType> {
  readonly type: T;
  readonly key: string;
  /** Gapless from 1 per key on sequenced topics; null elsewhere. */
  readonly sequence: number | null;
  readonly data: MessageData<T>;
  readonly traceparent?: string | null;
}

/** Completes a message with its id, the version that this code writes, the time, and the trace it is sent in. */
export function newMessage<T extends MessageType>(
  clock: Clock,
  draft: MessageDraft<T>,
): Message<T> {
  return {
    id: newId('msg'),
    version: MESSAGE_TYPES[draft.type].version,
    occurredAt: clock.now(),
    traceparent: currentStep(),
    ...draft,
  };
}

/**
 * Sends a message with the transaction: it goes out after the commit, or not at all.
 *
 * @throws MalformedMessageError when the message does not fit its schema, or has a sequence on a topic
 *   without, or none on a topic with
 */
export async function send<T extends MessageType>(
  tx: Transaction,
  topic: string,
  message: Message<T>,
  options: PublishOptions = {},
): Promise<void> {
  assertSequence(topic, message);
  const rows = await tx.query<{ schema: string }>(
    `insert into outbox (topic, partition, key, message, recorded_at)
     values ($1, $2, $3, $4, now()) returning current_schema() as schema`,
    [topic, options.partition ?? null, message.key, JSON.stringify(encodeMessage(message))],
  );
  expectRows(rows.length, 1, 'outbox row');
  const schema = rows[0]?.schema ?? '';
  tx.afterCommit(() => outboxWritten.emit(schema));
}
