import type { Logger } from 'typeorm';

/** TypeORM would print statements and their parameters; what failed is thrown, which says enough. */
export const quietLogger: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};
