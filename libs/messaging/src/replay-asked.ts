import type { Database } from '@cauce/database';
import { JobLoop, type Logger, type Metrics } from '@cauce/observability';
import type { Subscription } from './message-bus.js';
import { replayDeadLetter } from './replay-dead-letter.js';

/** How soon a replay that somebody asked for begins. */
const LOOK_EVERY_MS = 1_000;

/** Letters of one turn; the next turn goes on. */
const BATCH = 20;

export interface ReplayAskedOptions {
  readonly subscriptions: readonly Subscription[];
  readonly logger: Logger;
  readonly metrics?: Metrics;
}

/**
 * Runs dead letters again for which somebody has asked, in the process that has their handlers. One that
 * fails again keeps its row, with the new error, until it is asked for anew.
 */
export function replayAsked(database: Database, options: ReplayAskedOptions): JobLoop {
  const { logger } = options;
  return new JobLoop({
    name: 'replay_dead_letters',
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const ids = await askedFor(database);
      for (const id of ids) {
        try {
          await replayDeadLetter(database, id, options);
        } catch (error) {
          logger.warn({ err: error, deadLetter: id, service: database.service }, 'replay failed');
        }
      }
      return ids.length;
    },
    logger,
  });
}

/** Takes the wish off each letter first, so that one that fails is not tried for ever. */
async function askedFor(database: Database): Promise<readonly string[]> {
  const rows = await database.reads.query<{ id: string }>(
    `update dead_letter set replay_asked_at = null where id = any (array(
       select id from dead_letter where replay_asked_at is not null order by id limit ${BATCH}
       for update skip locked
     )) returning id::text as id`,
  );
  return rows.map((row) => row.id);
}
