export { bigintColumn } from './bigint-column.js';
export {
  ConnectionLostError,
  DatabaseBusyError,
  TransactionMisuseError,
  expectRows,
  isDatabaseTrouble,
  isTransient,
  isUniqueViolation,
} from './database-errors.js';
export { Database, type DatabaseOptions, type EntityClass } from './database.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.js';
export { visitPostgres, type PostgresVisit } from './embedded/visit-postgres.js';
export { InUseError } from './embedded/owner-lock.js';
export type { MigrationClass } from './migrate.js';
export { MissingRightsError } from './provision.js';
export type { Sql, Transaction } from './sql.js';
