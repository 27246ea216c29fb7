import { SEQUENCED_TOPICS, type AnyMessage } from '@cauce/contracts';
import { expectRows, type Transaction } from '@cauce/database';
import type { Stream } from './delivery.js';
import { park } from './parked-messages.js';

/** What becomes of a message: with `handled`, its handler runs now. */
export type Claim = 'handled' | 'duplicate' | 'parked';

/**
 * Claims a message in the transaction of its effect. Who claims the same message at the same time waits
 * for that transaction to end.
 *
 * On an ordinary topic each message id counts once. On a sequenced topic the sequence counts: below the
 * position it is a duplicate, above it the message is parked until the gap has closed.
 *
 * @param wire - the message as it came, which is what is parked
 */
export async function claim(
  tx: Transaction,
  stream: Stream,
  message: AnyMessage,
  wire: unknown,
): Promise<Claim> {
  if (SEQUENCED_TOPICS.has(stream.topic)) return claimPosition(tx, stream, message, wire);
  return (await claimId(tx, stream, message.id)) ? 'handled' : 'duplicate';
}

/** @returns false when the id was claimed before */
export async function claimId(
  tx: Transaction,
  { consumer }: Stream,
  messageId: string,
): Promise<boolean> {
  const rows = await tx.execute(
    `insert into inbox (consumer, message_id, consumed_at) values ($1, $2, now())
     on conflict do nothing`,
    [consumer, messageId],
  );
  return rows === 1;
}

async function claimPosition(
  tx: Transaction,
  stream: Stream,
  { key, sequence, type, id }: AnyMessage,
  wire: unknown,
): Promise<Claim> {
  if (sequence === null) throw new Error(`${type} ${id} has no sequence on ${stream.topic}`);
  if (await advance(tx, stream, key, sequence)) return 'handled';
  const next = await lockPosition(tx, stream, key);
  if (sequence < next.sequence) return 'duplicate';
  if (sequence > next.sequence) {
    await park(tx, stream, { key, sequence, wire });
    return 'parked';
  }
  // The dead letter holds this message: it is run again by a replay and by nothing else.
  if (next.isStopped) return 'duplicate';
  // The message before this one was committed between the two looks.
  expectRows((await advance(tx, stream, key, sequence)) ? 1 : 0, 1, 'stream position');
  return 'handled';
}

/** Moves the position past a message. @returns whether that message was next */
async function advance(
  tx: Transaction,
  { consumer, topic }: Stream,
  key: string,
  sequence: number,
): Promise<boolean> {
  const rows =
    sequence === 1
      ? await tx.execute(
          `insert into stream_position (consumer, topic, key, next_sequence) values ($1, $2, $3, 2)
           on conflict (consumer, topic, key) do update set next_sequence = 2
           where stream_position.next_sequence = 1 and not stream_position.is_stopped`,
          [consumer, topic, key],
        )
      : await tx.execute(
          `update stream_position set next_sequence = next_sequence + 1
           where consumer = $1 and topic = $2 and key = $3 and next_sequence = $4 and not is_stopped`,
          [consumer, topic, key, sequence],
        );
  return rows === 1;
}

/** Locks the position until the commit: who parks and who closes the gap must not miss each other. */
async function lockPosition(
  tx: Transaction,
  { consumer, topic }: Stream,
  key: string,
): Promise<{ sequence: number; isStopped: boolean }> {
  const position = [consumer, topic, key];
  await tx.execute(
    `insert into stream_position (consumer, topic, key, next_sequence) values ($1, $2, $3, 1)
     on conflict do nothing`,
    position,
  );
  const rows = await tx.query<{ sequence: number; isStopped: boolean }>(
    `select next_sequence as sequence, is_stopped as "isStopped" from stream_position
     where consumer = $1 and topic = $2 and key = $3 for update`,
    position,
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`the position of ${consumer} on ${topic} ${key} is gone`);
  return row;
}
