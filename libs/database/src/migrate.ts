import { DataSource, type MigrationInterface } from 'typeorm';
import { migrationOptions, splitOptions } from './connection-options.js';
import { quietLogger } from './quiet-logger.js';
import type { ServiceNames } from './service-names.js';

/** A migration class. Its name ends in a 13-digit timestamp, which orders it. */
export type MigrationClass = new () => MigrationInterface;

/**
 * Runs the migrations that the schema does not have yet, each in a transaction of its own, as the owner.
 *
 * @returns the names of those that ran
 */
export async function migrate(
  url: string,
  names: ServiceNames,
  migrations: readonly MigrationClass[],
): Promise<string[]> {
  const connection = splitOptions(url);
  const source = new DataSource({
    type: 'postgres',
    url: connection.url,
    applicationName: `cauce ${names.service} migrations`,
    poolSize: 1,
    installExtensions: false,
    logger: quietLogger,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    poolErrorHandler: () => undefined,
    extra: migrationOptions(names, connection.options),
  });
  await source.initialize();
  try {
    const ran = await source.runMigrations();
    if (ran.length > 0) {
      await source.query(`revoke insert, update, delete on migrations from ${names.appRole}`);
    }
    return ran.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}
