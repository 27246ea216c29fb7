import type { Database } from '@cauce/database';

/** A message that a consumer gave up on. */
export interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly partition: number | null;
  readonly offset: string | null;
  readonly key: string;
  readonly reason: string;
  readonly attempts: number;
  readonly error: string;
  readonly diedAt: Date;
  readonly replayAskedAt: Date | null;
  readonly message: unknown;
}

const COLUMNS = `id::text as id, topic, partition, log_offset::text as "offset", key, reason, attempts,
  error, died_at as "diedAt", replay_asked_at as "replayAskedAt", message`;

/** A service's dead letters, oldest first. */
export async function firstDeadLetters(database: Database, limit: number): Promise<DeadLetter[]> {
  const text = `select ${COLUMNS} from dead_letter order by id limit $1`;
  return database.reads.query<DeadLetter>(text, [limit]);
}

/** @returns null when there is none with that id */
export async function findDeadLetter(database: Database, id: string): Promise<DeadLetter | null> {
  const text = `select ${COLUMNS} from dead_letter where id = $1`;
  const [found] = await database.reads.query<DeadLetter>(text, [id]);
  return found ?? null;
}

/**
 * Asks the service to try a dead letter again; it does so when it runs.
 *
 * @returns false when there is none with that id
 */
export async function askReplay(database: Database, id: string): Promise<boolean> {
  const text = 'update dead_letter set replay_asked_at = now() where id = $1';
  return (await database.reads.execute(text, [id])) === 1;
}
