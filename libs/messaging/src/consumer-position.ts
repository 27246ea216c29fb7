import type { Sql } from '@cauce/database';

/** A partition of a topic, as one consumer reads it. */
export interface PartitionStream {
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
}

/** The offset of the message that comes next; null when none was ever applied. */
export async function readPosition(
  sql: Sql,
  { consumer, topic, partition }: PartitionStream,
): Promise<bigint | null> {
  const [row] = await sql.query<{ next: string }>(
    `select next_offset::text as next from consumer_position
     where consumer = $1 and topic = $2 and partition = $3`,
    [consumer, topic, partition],
  );
  return row === undefined ? null : BigInt(row.next);
}

/**
 * Notes in the transaction of the effects where to go on. It may go back: whoever reads the same messages
 * again, because it did not know of this one, finds each of them claimed.
 */
export async function movePosition(
  tx: Sql,
  { consumer, topic, partition }: PartitionStream,
  next: bigint,
): Promise<void> {
  await tx.execute(
    `insert into consumer_position (consumer, topic, partition, next_offset, moved_at)
     values ($1, $2, $3, $4, now())
     on conflict (consumer, topic, partition)
     do update set next_offset = excluded.next_offset, moved_at = excluded.moved_at`,
    [consumer, topic, partition, next.toString()],
  );
}
