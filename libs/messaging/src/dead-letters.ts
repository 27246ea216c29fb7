import { systemClock } from '@cauce/config';
import { deadLetterTopic, SEQUENCED_TOPICS, type MessageData } from '@cauce/contracts';
import { expectRows, type Database, type Sql, type Transaction } from '@cauce/database';
import { redactText } from '@cauce/observability';
import { claimId } from './consume-once.js';
import { labelOf, storable, type Delivery, type Stream } from './delivery.js';
import { newMessage, send } from './new-message.js';

/** Why a message was set aside: it could not be read, or its handler failed too often. */
type DeathReason = 'malformed' | 'failed';

/** How a message came to be set aside. */
export interface Death {
  readonly reason: DeathReason;
  readonly error: unknown;
  readonly attempts: number;
}

/** What a dead letter says of the last error. */
const MAX_ERROR_LENGTH = 4_000;

/** A message that its consumer gave up on. */
export interface DeadLetter extends Stream {
  readonly id: string;
  readonly key: string;
  readonly message: unknown;
}

/**
 * Sets a message aside and claims it, so that it is not delivered again. On a sequenced topic the
 * position stays where it is and the key stops: its later messages park.
 *
 * @returns `duplicate` when the message has been consumed in the meantime; nothing is set aside then
 */
export async function bury(
  tx: Transaction,
  stream: Stream,
  { wire, origin }: Delivery,
  death: Death,
): Promise<'dead' | 'duplicate'> {
  const { id, hasOwnId, key, sequence } = labelOf(wire);
  const isSequenced = SEQUENCED_TOPICS.has(stream.topic);
  if (isSequenced && death.reason === 'failed' && sequence !== null) {
    if (!(await stopKey(tx, stream, key, sequence))) return 'duplicate';
  } else if (!isSequenced && hasOwnId) {
    if (!(await claimId(tx, stream, id))) return 'duplicate';
  }
  const text = JSON.stringify(wire) ?? 'null';
  const error = textOf(death.error);
  const partition = origin?.partition ?? null;
  const offset = origin?.offset.toString() ?? null;
  const rows = await tx.execute(
    `insert into dead_letter (consumer, topic, partition, log_offset, key, message_id, message,
       reason, error, attempts, died_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now()) on conflict do nothing`,
    [
      stream.consumer,
      stream.topic,
      partition,
      offset,
      key,
      id,
      text,
      death.reason,
      error,
      death.attempts,
    ],
  );
  if (rows === 1) {
    const { reason, attempts } = death;
    const place = { ...stream, partition, offset, messageId: id };
    await announceDeath(tx, key, { ...place, reason, error, attempts, message: text });
  }
  return 'dead';
}

/** Tells whoever watches the topic's `.dlq`; the row is what a replay goes by. */
async function announceDeath(
  tx: Transaction,
  key: string,
  data: MessageData<'message.set_aside'>,
): Promise<void> {
  const message = newMessage(systemClock, {
    type: 'message.set_aside' as const,
    key: key === '' ? data.messageId : key,
    sequence: null,
    data,
  });
  await send(tx, deadLetterTopic(data.topic), message);
}

/** @returns whether the message was next of its key */
async function stopKey(
  tx: Transaction,
  { consumer, topic }: Stream,
  key: string,
  sequence: number,
): Promise<boolean> {
  const rows = await tx.execute(
    `insert into stream_position (consumer, topic, key, next_sequence, is_stopped)
     values ($1, $2, $3, $4, true)
     on conflict (consumer, topic, key) do update set is_stopped = true
     where stream_position.next_sequence = excluded.next_sequence`,
    [consumer, topic, key, sequence],
  );
  return rows === 1;
}

/** @throws Error when there is none with this id */
export async function findDeadLetter(sql: Sql, id: string): Promise<DeadLetter> {
  const [row] = await sql.query<DeadLetter>(
    `select id::text as id, consumer, topic, key, message from dead_letter where id = $1`,
    [id],
  );
  if (row === undefined) throw new Error(`there is no dead letter ${id}`);
  return row;
}

/** The dead letter as a message to run again: it is taken out and its claim given back in one transaction. */
export function deliveryOf(letter: DeadLetter): Delivery {
  const { hasOwnId, id, key, sequence } = labelOf(letter.message);
  return {
    wire: letter.message,
    alongside: async (tx) => {
      const rows = await tx.execute('delete from dead_letter where id = $1', [letter.id]);
      expectRows(rows, 1, `dead letter ${letter.id} taken out`);
      if (SEQUENCED_TOPICS.has(letter.topic)) {
        await tx.execute(
          `update stream_position set is_stopped = false
           where consumer = $1 and topic = $2 and key = $3 and next_sequence = $4`,
          [letter.consumer, letter.topic, key, sequence],
        );
      } else if (hasOwnId) {
        await tx.execute('delete from inbox where consumer = $1 and message_id = $2', [
          letter.consumer,
          id,
        ]);
      }
    },
  };
}

/** Notes that a replay has failed too. */
export async function noteFailedReplay(
  database: Database,
  id: string,
  error: unknown,
): Promise<void> {
  await database.reads.execute(
    'update dead_letter set attempts = attempts + 1, error = $2 where id = $1',
    [id, textOf(error)],
  );
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return storable(redactText(text)).slice(0, MAX_ERROR_LENGTH);
}
