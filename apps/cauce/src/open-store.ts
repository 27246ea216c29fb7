import { join, resolve } from 'node:path';
import { readConfig, type Environment } from '@cauce/config';
import { Database, visitPostgres, type DatabaseOptions, type PostgresVisit } from '@cauce/database';
import { createLogger, type Logger } from '@cauce/observability';
import { cauceConfigSchema, type CauceVariables } from './cauce.config.js';

/** A service's storage, as `ledgerStorage`. */
export type Storage = Pick<DatabaseOptions, 'service' | 'entities' | 'migrations'>;

/** Opens one service's database for as long as the work takes. */
export type StoreOpener = <T>(
  storage: Storage,
  work: (database: Database) => Promise<T>,
) => Promise<T>;

/**
 * Lets a command work on the databases of services, whether Cauce runs or not: on the PostgreSQL of
 * CAUCE_DATABASE_URL, or on the embedded one, which is started for as long as the command needs it.
 *
 * @throws ConfigError with every problem of the variables that this needs
 */
export async function withPostgres<T>(
  env: Environment,
  work: (open: StoreOpener) => Promise<T>,
): Promise<T> {
  const variables = readConfig(cauceConfigSchema, env);
  const logger = createLogger({ service: 'cauce', level: 'warn' });
  const visit = await visitOf(variables, logger);
  try {
    return await work(async (storage, use) => {
      const database = await Database.open({ ...storage, url: visit.url, logger, poolSize: 2 });
      try {
        return await use(database);
      } finally {
        await database.close();
      }
    });
  } finally {
    await visit.leave();
  }
}

/** As {@link withPostgres}, for a command that needs the database of one service. */
export function withStore<T>(
  env: Environment,
  storage: Storage,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  return withPostgres(env, (open) => open(storage, work));
}

async function visitOf(variables: CauceVariables, logger: Logger): Promise<PostgresVisit> {
  const url = variables.CAUCE_DATABASE_URL;
  if (url !== undefined) return { url, leave: () => Promise.resolve() };
  const dataDir = join(resolve(variables.CAUCE_DATA_DIR), 'postgres');
  const binDir = variables.CAUCE_PG_BIN;
  return visitPostgres({ dataDir, logger, ...(binDir === undefined ? {} : { binDir }) });
}
