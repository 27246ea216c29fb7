import { setTimeout as delay } from 'node:timers/promises';
import { isTransient } from '../database-errors.js';
import { createDatabase, urlOf } from './cluster-database.js';
import { clusterPlace } from './cluster-place.js';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
import { InUseError } from './owner-lock.js';
import { findPostmaster } from './postmaster.js';

/** As long as a start waits: the server that we find may be starting or stopping. */
const VISIT_WITHIN_MS = 30_000;
const RETRY_MS = 100;

/** The use of an embedded server for one command. */
export interface PostgresVisit {
  /** Superuser connection string. */
  readonly url: string;
  /** Stops the server if the visit started it; one that ran before goes on. */
  leave(): Promise<void>;
}

/**
 * Uses the embedded server beside whoever owns it, or starts it for the time of the visit. A visitor owns
 * nothing: when the owner stops the server, the visitor's connections end with it.
 *
 * @throws Error with the server's own words when it cannot start
 */
export async function visitPostgres(options: EmbeddedPostgresOptions): Promise<PostgresVisit> {
  const giveUpAt = performance.now() + VISIT_WITHIN_MS;
  for (;;) {
    try {
      return (await beside(options)) ?? (await alone(options));
    } catch (error) {
      // Between looking and starting another process may have stopped the server, or started it.
      const isPassing = isTransient(error) || error instanceof InUseError;
      if (!isPassing || performance.now() > giveUpAt) throw error;
      await delay(RETRY_MS);
    }
  }
}

async function beside({ dataDir, logger }: EmbeddedPostgresOptions): Promise<PostgresVisit | null> {
  const place = clusterPlace(dataDir, logger);
  const server = findPostmaster(place.dataDir);
  if (server === null) return null;
  await createDatabase(urlOf(place, server, 'postgres'));
  return { url: urlOf(place, server), leave: () => Promise.resolve() };
}

async function alone(options: EmbeddedPostgresOptions): Promise<PostgresVisit> {
  const postgres = await EmbeddedPostgres.start(options);
  return { url: postgres.url, leave: () => postgres.stop() };
}
