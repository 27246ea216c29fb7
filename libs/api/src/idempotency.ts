import { createHash } from 'node:crypto';
import type { Clock } from '@cauce/config';
import { expectRows, type Sql, type Transaction } from '@cauce/database';
import { apiError } from './api-errors.js';
import { canonicalJson } from './canonical-json.js';

/** How long the first request may take at most before a repeat no longer waits for it. */
const LONGEST_LOCK_MS = 60_000;

/** How long a key is remembered. */
const RETENTION_MS = 30 * 24 * 3_600_000;

/** Rows that one purge deletes, so that it never holds locks for long. */
const PURGE_BATCH = 1_000;

/** When to ask again while the first request is being handled. */
const RETRY_AFTER_SECONDS = 1;

/** Status of a replay whose first request died before it answered: what it made is there, and under way. */
const STATUS_WHEN_UNANSWERED = 202;

/** PostgreSQL's code for "lock not available": the first request's transaction is still open. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Names one use of a key. `operation` is a fixed name, with the id where a path has one: `payments.cancel:pay_…`. */
export interface IdempotencyUse {
  readonly merchantId: string;
  readonly operation: string;
  readonly key: string;
}

/** A request that makes something, for the first time or again. */
export interface IdempotentRequest extends IdempotencyUse {
  readonly body: unknown;
  readonly resourceId: string;
  readonly answersWithinMs?: number;
}

/** Whether this request is the one to do the work. */
export type IdempotencyAnswer =
  | { readonly kind: 'first' }
  | { readonly kind: 'replay'; readonly resourceId: string; readonly status: number };

interface KeyRow {
  readonly request_hash: string;
  readonly resource_id: string;
  readonly status: number | null;
  readonly locked_until: Date;
}

/** Remembers which request made what, so that a repeated one makes nothing. */
export class Idempotency {
  constructor(private readonly clock: Clock) {}

  /**
   * Claims a key for the work of this transaction, or finds what the first request with it made.
   *
   * The row commits with the caller's own rows, so that a key is never known without its resource. Of
   * two at once, the second waits for the first one's commit and then reads its row.
   *
   * @param request `body` as parsed JSON; `resourceId` of what the caller is about to make; `answersWithinMs` is how
   *   long the caller may take to answer, a minute when it is left out
   * @throws AppError IDEMPOTENCY_KEY_REUSED 422 when the key came with another body;
   *   IDEMPOTENCY_KEY_IN_FLIGHT 409 while the first request has not answered and is within its time
   */
  async begin(tx: Transaction, request: IdempotentRequest): Promise<IdempotencyAnswer> {
    const hash = createHash('sha256').update(canonicalJson(request.body)).digest('hex');
    // The second round only runs when the row found taken was purged in between.
    for (let round = 1; round <= 2; round += 1) {
      if (await this.claim(tx, request, hash)) return { kind: 'first' };
      const row = await read(tx, request);
      if (row) return this.answerFrom(row, hash);
    }
    throw inFlight();
  }

  /**
   * Records the status that the first request answered; from then on repeats are replays.
   *
   * @param sql a transaction, or the service's `reads`; a status once set stays
   */
  async finish(sql: Sql, use: IdempotencyUse, status: number): Promise<void> {
    const rows = await sql.execute(
      `update idempotency_keys set status = coalesce(status, $4)
        where merchant_id = $1 and operation = $2 and key = $3`,
      [use.merchantId, use.operation, use.key, status],
    );
    expectRows(rows, 1, `idempotency key of ${use.operation}`);
  }

  /** Forgets keys older than 30 days. @returns how many; call again while it is a full batch of 1000 */
  async purge(sql: Sql): Promise<number> {
    const before = new Date(this.clock.now().getTime() - RETENTION_MS);
    return sql.execute(
      `delete from idempotency_keys where ctid = any (array(
         select ctid from idempotency_keys where created_at < $1 limit ${PURGE_BATCH}))`,
      [before],
    );
  }

  private async claim(tx: Transaction, request: IdempotentRequest, hash: string): Promise<boolean> {
    const now = this.clock.now();
    const { merchantId, operation, key, resourceId, answersWithinMs = LONGEST_LOCK_MS } = request;
    const lockedUntil = new Date(now.getTime() + Math.min(answersWithinMs, LONGEST_LOCK_MS));
    try {
      const rows = await tx.execute(
        `insert into idempotency_keys
           (merchant_id, operation, key, request_hash, resource_id, locked_until, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
        [merchantId, operation, key, hash, resourceId, lockedUntil, now],
      );
      return rows === 1;
    } catch (error) {
      // The insert waits for the first request's transaction, but no longer than the lock time-out.
      if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) throw inFlight();
      throw error;
    }
  }

  private answerFrom(row: KeyRow, hash: string): IdempotencyAnswer {
    if (row.request_hash !== hash) throw apiError('IDEMPOTENCY_KEY_REUSED');
    if (row.status === null && row.locked_until > this.clock.now()) throw inFlight();
    const status = row.status ?? STATUS_WHEN_UNANSWERED;
    return { kind: 'replay', resourceId: row.resource_id, status };
  }
}

async function read(tx: Transaction, use: IdempotencyUse): Promise<KeyRow | undefined> {
  const [row] = await tx.query<KeyRow>(
    `select request_hash, resource_id, status, locked_until from idempotency_keys
      where merchant_id = $1 and operation = $2 and key = $3`,
    [use.merchantId, use.operation, use.key],
  );
  return row;
}

function inFlight() {
  return apiError('IDEMPOTENCY_KEY_IN_FLIGHT', { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

function sqlStateOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
}
