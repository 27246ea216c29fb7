import pg, { type PoolConfig } from 'pg';

const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 5_000;
/** Inside a transaction only the database is touched, so that a pause this long means a stalled process. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;
/** For a connection out of the pool, waiting included; past it the caller answers 503. */
const CONNECT_WITHIN_MS = 2_000;
/** A network that swallows answers is noticed a little after the server would have given up. */
const ANSWER_GRACE_MS = 5_000;

/** Migrations may rewrite a table or wait for another process that migrates. */
const MIGRATION_TIMEOUT_MS = 600_000;

function startupOptions(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${String(value).replaceAll(' ', '\\ ')}`)
    .join(' ');
}

const DATE = pg.types.builtins.DATE;

/** A day stays the text it is: as an instant it would depend on the zone of this process. */
const getTypeParser: typeof pg.types.getTypeParser = (
  type: number,
  format?: 'text' | 'binary',
): ((text: string) => unknown) =>
  type === DATE ? (text) => text : pg.types.getTypeParser(type, format as 'text');

/** What every connection of a service's pool starts with. */
export function poolOptions(role: string, schema: string): PoolConfig {
  return {
    options: startupOptions({
      role,
      search_path: schema,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      default_transaction_isolation: 'read committed',
      timezone: 'UTC',
    }),
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    types: { getTypeParser },
    query_timeout: STATEMENT_TIMEOUT_MS + ANSWER_GRACE_MS,
    keepAlive: true,
  };
}

/** For the connection that runs migrations, as the owner of the schema. */
export function migrationOptions(role: string, schema: string): PoolConfig {
  return {
    options: startupOptions({
      role,
      search_path: schema,
      statement_timeout: MIGRATION_TIMEOUT_MS,
      timezone: 'UTC',
    }),
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
  };
}
