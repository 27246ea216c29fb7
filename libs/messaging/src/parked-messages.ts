import type { Sql, Transaction } from '@cauce/database';
import type { Delivery, Stream } from './delivery.js';

/** Keys that one sweep looks at; the next sweep finds the others. */
const KEYS_A_SWEEP = 100;

/** A parked message's turn has come when it is the next of its key and nothing before it is dead. */
const IS_NEXT = `s.consumer = p.consumer and s.topic = p.topic and s.key = p.key
  and s.next_sequence = p.sequence and not s.is_stopped`;

/** Stores a message that came before its turn; one that is parked already stays as it is. */
export async function park(
  tx: Transaction,
  { consumer, topic }: Stream,
  message: { key: string; sequence: number; wire: unknown },
): Promise<void> {
  await tx.execute(
    `insert into parked_message (consumer, topic, key, sequence, message, parked_at)
     values ($1, $2, $3, $4, $5, now()) on conflict do nothing`,
    [consumer, topic, message.key, message.sequence, JSON.stringify(message.wire)],
  );
}

/** The parked message whose turn has come, if there is one; it is taken out when it is settled. */
export async function nextParked(
  sql: Sql,
  { consumer, topic }: Stream,
  key: string,
): Promise<Delivery | null> {
  const [row] = await sql.query<{ sequence: number; message: unknown }>(
    `select p.sequence, p.message from parked_message p join stream_position s on ${IS_NEXT}
     where p.consumer = $1 and p.topic = $2 and p.key = $3`,
    [consumer, topic, key],
  );
  if (row === undefined) return null;
  return {
    wire: row.message,
    alongside: async (tx) => {
      // No row when somebody else has just settled it: the claim then finds a duplicate.
      await tx.execute(
        `delete from parked_message
         where consumer = $1 and topic = $2 and key = $3 and sequence = $4`,
        [consumer, topic, key, row.sequence],
      );
    },
  };
}

/** Whether the turn of a parked message has come; asked while the position is locked. */
export async function hasNextParked(sql: Sql, stream: Stream, key: string): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from parked_message p join stream_position s on ${IS_NEXT}
     where p.consumer = $1 and p.topic = $2 and p.key = $3`,
    [stream.consumer, stream.topic, key],
  );
  return rows.length > 0;
}

/** Keys with a parked message whose turn has come: left behind by a crash between gap and successor. */
export async function keysToDrain(sql: Sql, { consumer, topic }: Stream): Promise<string[]> {
  const rows = await sql.query<{ key: string }>(
    `select p.key from parked_message p join stream_position s on ${IS_NEXT}
     where p.consumer = $1 and p.topic = $2 limit ${KEYS_A_SWEEP}`,
    [consumer, topic],
  );
  return rows.map((row) => row.key);
}

/** Deletes parked messages that were applied from another delivery in the meantime. */
export async function forgetApplied(sql: Sql, { consumer, topic }: Stream): Promise<void> {
  await sql.execute(
    `delete from parked_message p using stream_position s
     where p.consumer = $1 and p.topic = $2 and s.consumer = p.consumer and s.topic = p.topic
       and s.key = p.key and p.sequence < s.next_sequence`,
    [consumer, topic],
  );
}
