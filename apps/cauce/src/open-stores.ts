import { join } from 'node:path';
import { CONNECTOR_EFECTY_SERVICE, connectorEfectyStorage } from '@cauce/connector-efecty';
import { Database, EmbeddedPostgres, type DatabaseOptions } from '@cauce/database';
import { LEDGER_SERVICE, ledgerStorage } from '@cauce/ledger';
import type { Logger, Metrics } from '@cauce/observability';
import { RECONCILIATION_SERVICE, reconciliationStorage } from '@cauce/reconciliation';
import { ROUTER_SERVICE, routerStorage } from '@cauce/router';
import type { Settings } from './settings.js';

/** The databases of the services that run in this process. */
export interface Stores {
  readonly router: Database;
  readonly ledger: Database;
  readonly reconciliation: Database;
  readonly efecty: Database;
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
  const open = (service: string, storage: Pick<DatabaseOptions, 'entities' | 'migrations'>) =>
    Database.open({ url, ...storage, service, logger, metrics });
  const opened: Database[] = [];
  const close = async () => {
    for (const database of opened) await database.close();
    await embedded?.stop();
  };
  try {
    const router = await open(ROUTER_SERVICE, routerStorage);
    opened.push(router);
    const ledger = await open(LEDGER_SERVICE, ledgerStorage);
    opened.push(ledger);
    const reconciliation = await open(RECONCILIATION_SERVICE, reconciliationStorage);
    opened.push(reconciliation);
    const efecty = await open(CONNECTOR_EFECTY_SERVICE, connectorEfectyStorage);
    opened.push(efecty);
    const byGroup = new Map(opened.map((database) => [database.service, database]));
    return { router, ledger, reconciliation, efecty, all: opened, byGroup, close };
  } catch (error) {
    await close();
    throw error;
  }
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
