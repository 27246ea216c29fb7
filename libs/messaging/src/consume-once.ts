import { SEQUENCED_TOPICS, type AnyMessage, type WireMessage } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';

/** Names the stream that a message belongs to, for one consumer. */
export interface Stream {
  readonly consumer: string;
  readonly topic: string;
}

/** What the consumer should do with a message. */
export type Claim = 'handle' | 'duplicate' | 'parked';

/**
 * Claims a message in the transaction of its effect.
 *
 * On an ordinary topic each message id counts once. On a sequenced topic the sequence counts: below the
 * position it is a duplicate, above it the message is parked until the gap has closed.
 */
export async function claim(
  tx: Transaction,
  stream: Stream,
  message: AnyMessage,
  wire: WireMessage,
): Promise<Claim> {
  if (SEQUENCED_TOPICS.has(stream.topic)) return claimPosition(tx, stream, message, wire);
  const rows = await tx.execute(
    `insert into inbox (consumer, message_id, consumed_at) values ($1, $2, now())
     on conflict do nothing`,
    [stream.consumer, message.id],
  );
  return rows === 1 ? 'handle' : 'duplicate';
}

async function claimPosition(
  tx: Transaction,
  { consumer, topic }: Stream,
  message: AnyMessage,
  wire: WireMessage,
): Promise<Claim> {
  const { key, sequence } = message;
  if (sequence === null)
    throw new Error(`${message.type} ${message.id} has no sequence on ${topic}`);
  const position = [consumer, topic, key];
  await tx.execute(
    `insert into stream_position (consumer, topic, key, next_sequence) values ($1, $2, $3, 1)
     on conflict do nothing`,
    position,
  );
  // Locked until the commit: of two messages of one key, the second sees what the first one did.
  const [row] = await tx.query<{ next_sequence: number }>(
    `select next_sequence from stream_position
     where consumer = $1 and topic = $2 and key = $3 for update`,
    position,
  );
  const next = row?.next_sequence ?? 1;
  if (sequence < next) return 'duplicate';
  if (sequence > next) {
    await tx.execute(
      `insert into parked_message (consumer, topic, key, sequence, message, parked_at)
       values ($1, $2, $3, $4, $5, now()) on conflict do nothing`,
      [...position, sequence, JSON.stringify(wire)],
    );
    return 'parked';
  }
  await tx.execute(
    `update stream_position set next_sequence = $4 where consumer = $1 and topic = $2 and key = $3`,
    [...position, sequence + 1],
  );
  return 'handle';
}

/** Takes the parked message whose turn it is now, if there is one. */
export async function takeParked(
  tx: Transaction,
  { consumer, topic }: Stream,
  key: string,
): Promise<WireMessage | null> {
  const [row] = await tx.query<{ message: WireMessage }>(
    `delete from parked_message p using stream_position s
     where p.consumer = $1 and p.topic = $2 and p.key = $3
       and s.consumer = p.consumer and s.topic = p.topic and s.key = p.key
       and p.sequence <= s.next_sequence
     returning p.message`,
    [consumer, topic, key],
  );
  return row?.message ?? null;
}
