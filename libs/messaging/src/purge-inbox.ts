import type { Clock } from '@cauce/config';
import type { Database } from '@cauce/database';

/** A message that comes again after this long is applied again: brokers and outboxes keep none that long. */
const RETENTION_MS = 30 * 24 * 3_600_000;

/** Rows that one statement deletes: short enough to stand in nobody's way. */
const BATCH = 1_000;

/**
 * Deletes inbox rows past their retention; one turn of a job.
 *
 * @returns how many rows went; more are left when there were any
 */
export async function purgeInbox(database: Database, clock: Clock): Promise<number> {
  const before = new Date(clock.now().getTime() - RETENTION_MS);
  return database.reads.execute(
    `delete from inbox where ctid = any (array(
       select ctid from inbox where consumed_at < $1 order by consumed_at limit ${BATCH}
     ))`,
    [before],
  );
}
