import { codeOf } from './error-code.js';

/** The database could not take the work now; nothing was done, and trying later may succeed. */
export class DatabaseBusyError extends Error {
  constructor(service: string, cause: unknown) {
    super(`no connection to the database of ${service} became free in time`, { cause });
    this.name = 'DatabaseBusyError';
  }
}

/** The connection went while it was in use. During a commit it is unknown whether the commit counted. */
export class ConnectionLostError extends Error {
  constructor(service: string, when: 'transaction' | 'commit', cause: unknown) {
    super(
      when === 'commit'
        ? `the connection of ${service} was lost while committing: the transaction may or may not count`
        : `the connection of ${service} was lost inside a transaction: nothing of it counts`,
      { cause },
    );
    this.name = 'ConnectionLostError';
  }
}

/** The code used a transaction in a way that would lose or leak writes. */
export class TransactionMisuseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TransactionMisuseError';
  }
}

/** PostgreSQL codes that say: the same work may succeed when it is done again. */
const TRANSIENT_CODES = new Set([
  '25P03', // idle_in_transaction_session_timeout: we stalled, and lost the connection for it
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '53300', // too_many_connections
  '55P03', // lock_not_available: lock_timeout
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up or shutting down
]);

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOTFOUND',
]);

/** What `pg` says without a code when a connection ends, cannot be used or cannot be had. */
const CONNECTION_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client was closed|Connection ended unexpectedly)|not currently accepting connections/;

/** Longest chain of causes that is followed; real ones have two or three links. */
const MAX_DEPTH = 8;

/** The error and its causes, outermost first. */
function chainOf(error: unknown): Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = [];
  let current = error;
  while (typeof current === 'object' && current !== null && chain.length < MAX_DEPTH) {
    const link = current as Record<string, unknown>;
    chain.push(link);
    current = link['driverError'] ?? link['cause'];
  }
  return chain;
}

/**
 * Whether doing the same work again may succeed: deadlocks, time-outs of locks, a server that restarts,
 * a lost connection, an exhausted pool. Causes are looked through.
 */
export function isTransient(error: unknown): boolean {
  for (const link of chainOf(error)) {
    if (link instanceof DatabaseBusyError || link instanceof ConnectionLostError) return true;
    const code = codeOf(link) ?? '';
    if (TRANSIENT_CODES.has(code) || NETWORK_CODES.has(code) || /^08...$/.test(code)) return true;
    if (CONNECTION_MESSAGES.test(String(link['message']))) return true;
  }
  return false;
}

/** A code of PostgreSQL; those of the system have an E in front. */
const SQLSTATE = /^[0-9A-DF-Z][0-9A-Z]{4}$/;

/** Codes about what was written: no such value, against a constraint, more than a row or an index holds. */
const DATA_CODES = /^(22|23|54)/;

/**
 * Whether a failure says something of the database alone, and nothing of what was read or written: it is away,
 * full, slow or read-only, or lacks a table or a right. Causes are looked through.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  if (isTransient(error)) return true;
  const codes = chainOf(error).map((link) => codeOf(link) ?? '');
  return codes.some((code) => SQLSTATE.test(code) && !DATA_CODES.test(code));
}

/**
 * Whether a write was refused because the key is taken.
 *
 * @param constraint - name of the constraint or unique index; any when left out
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  for (const link of chainOf(error)) {
    if (codeOf(link) !== '23505') continue;
    return constraint === undefined || link['constraint'] === constraint;
  }
  return false;
}

/**
 * Stops when a write touched another number of rows than the code relies on.
 *
 * @param what - names the write in the message, such as `attempt taken`
 * @throws Error with both numbers
 */
export function expectRows(actual: number, expected: number, what: string): void {
  if (actual === expected) return;
  throw new Error(`${what}: ${actual} rows were written instead of ${expected}`);
}
