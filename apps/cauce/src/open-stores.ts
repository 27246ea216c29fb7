import { join } from 'node:path';
import { Database, EmbeddedPostgres } from '@cauce/database';
import type { Logger, Metrics } from '@cauce/observability';
import { serviceNamed } from './services.js';
import type { Settings } from './settings.js';

/** The databases of the services that run in this process. */
export interface Stores {
  /** @throws Error when that service does not run here */
  of(service: string): Database;
  readonly all: readonly Database[];
  /** By consumer group, which is the name of the service. */
  readonly byGroup: ReadonlyMap<string, Database>;
  close(): Promise<void>;
}

/** Opens every service's database, on the given PostgreSQL or on an embedded one. */
export async function openStores(
  settings: Settings,
  logger: Logger,
  metrics: Metrics,
): Promise<Stores> {
  const embedded = await embeddedPostgres(settings, logger);
  const url = settings.variables.CAUCE_DATABASE_URL ?? embedded?.url ?? '';
  const byGroup = new Map<string, Database>();
  const close = async () => {
    for (const database of byGroup.values()) await database.close();
    await embedded?.stop();
  };
  try {
    for (const service of settings.modules.keys()) {
      const { storage } = serviceNamed(service);
      const options = { url, ...storage, service, logger, metrics };
      byGroup.set(service, await Database.open(options));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const of = (service: string) => {
    const database = byGroup.get(service);
    if (database === undefined) throw new Error(`${service} does not run in this process`);
    return database;
  };
  return { of, all: [...byGroup.values()], byGroup, close };
}

async function embeddedPostgres(
  settings: Settings,
  logger: Logger,
): Promise<EmbeddedPostgres | null> {
  if (settings.variables.CAUCE_DATABASE_URL !== undefined) return null;
  return EmbeddedPostgres.start({
    dataDir: join(settings.dataDir, 'postgres'),
    logger,
    ...(settings.variables.CAUCE_PG_BIN === undefined
      ? {}
      : { binDir: settings.variables.CAUCE_PG_BIN }),
  });
}
