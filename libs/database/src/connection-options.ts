import pg, { type ClientConfig, type PoolConfig } from 'pg';
import type { ServiceNames } from './service-names.js';

const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 5_000;
/** Inside a transaction only the database is touched, so that a pause this long means a stalled process. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;
/** For a connection out of the pool, waiting included; past it the caller answers 503. */
export const CONNECT_WITHIN_MS = 2_000;
/** For the first connections of a process: nobody waits for it yet, and a machine that starts much is slow. */
export const START_WITHIN_MS = 10_000;
/** A network that swallows answers is noticed a little after the server would have given up. */
const ANSWER_GRACE_MS = 5_000;

/** Migrations may rewrite a table or wait for another process that migrates. */
const MIGRATION_TIMEOUT_MS = 600_000;

/**
 * Takes the start-up options out of a connection string: `pg` would let them replace ours, and the
 * service would work with the rights of the login.
 */
export function splitOptions(url: string): { readonly url: string; readonly options: string } {
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  if (options === null) return { url, options: '' };
  parsed.searchParams.delete('options');
  return { url: parsed.href, options };
}

/** @param given - options of the connection string; ours come later and win */
function startupOptions(
  given: string,
  settings: Readonly<Record<string, string | number>>,
): string {
  const ours = Object.entries(settings).map(
    ([name, value]) => `-c ${name}=${String(value).replaceAll(' ', '\\ ')}`,
  );
  return [given, ...ours].join(' ').trim();
}

const DATE = pg.types.builtins.DATE;

/** A day stays the text it is: as an instant it would depend on the zone of this process. */
const getTypeParser: typeof pg.types.getTypeParser = (
  type: number,
  format?: 'text' | 'binary',
): ((text: string) => unknown) =>
  type === DATE ? (text) => text : pg.types.getTypeParser(type, format as 'text');

/**
 * A connection that is listened to for all its life. The pool stops listening the moment it hands one
 * out, its taker begins only after the promise has resolved, and an `error` that nobody hears ends the
 * process. Whoever works on the connection still gets the error with the next statement.
 */
class HeardClient extends pg.Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** What every connection of a service's pool starts with; once it is open, connections have CONNECT_WITHIN_MS. */
export function poolOptions(names: ServiceNames, given: string): PoolConfig {
  return {
    Client: HeardClient,
    options: startupOptions(given, {
      role: names.appRole,
      search_path: names.schema,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      default_transaction_isolation: 'read committed',
      timezone: 'UTC',
    }),
    connectionTimeoutMillis: START_WITHIN_MS,
    types: { getTypeParser },
    query_timeout: STATEMENT_TIMEOUT_MS + ANSWER_GRACE_MS,
    keepAlive: true,
  };
}

/** For the connection that runs migrations, as the owner of the schema. */
export function migrationOptions(names: ServiceNames, given: string): PoolConfig {
  return {
    Client: HeardClient,
    options: startupOptions(given, {
      role: names.ownerRole,
      search_path: names.schema,
      statement_timeout: MIGRATION_TIMEOUT_MS,
      timezone: 'UTC',
    }),
    connectionTimeoutMillis: START_WITHIN_MS,
    keepAlive: true,
  };
}
