import type { Day } from '@cauce/calendar';
import type { Sql, Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ReconciliationContext } from '../reconciliation-context.js';

/** A (route, day) that is due to be matched. */
export interface DueDay {
  readonly route: string;
  readonly day: Day;
}

/** First wait after a failed run; it doubles with every failure. */
const RETRY_MS = 5_000;

/** Longest wait after a failed run: an hour, so that a fix shows soon. */
const MAX_RETRY_MS = 3_600_000;

/**
 * Requests to match a day again. Whoever changes a line or an item adds one in the same transaction, and
 * never waits for a run: a run deletes the requests that it saw, and a later one stays for the next run.
 */
@Injectable()
export class RematchRequestsService {
  constructor(private readonly context: ReconciliationContext) {}

  /** Asks for a run at once. */
  async now(tx: Transaction, route: string, day: Day): Promise<void> {
    await this.add(tx, route, day, 0);
  }

  /** Asks for a run a little later, so that one run answers many postings. */
  async soon(tx: Transaction, route: string, day: Day): Promise<void> {
    await this.add(tx, route, day, this.context.config.CAUCE_REMATCH_DELAY_SECONDS * 1_000);
  }

  /** Days with a request that is due, oldest first. */
  async due(limit: number): Promise<DueDay[]> {
    return this.context.database.reads.query<{ route: string; day: Day }>(
      `select route, day::text as day from rematch_requests
        where due_at <= $1 group by route, day order by min(due_at), route, day limit $2`,
      [this.context.clock.now(), limit],
    );
  }

  /**
   * Takes every request of a day, due or not: the run answers them all.
   *
   * @returns false when another process has them
   */
  async claim(tx: Transaction, { route, day }: DueDay): Promise<boolean> {
    // Skipping locked rows leaves a day that another process is matching right now to that process.
    const claimed = await tx.query<{ id: string }>(
      `select id::text as id from rematch_requests where route = $1 and day = $2
        order by id for update skip locked`,
      [route, day],
    );
    await tx.execute('delete from rematch_requests where id = any($1::bigint[])', [
      claimed.map((row) => row.id),
    ]);
    return claimed.length > 0;
  }

  /** Puts the requests of a day off after a failed run. */
  async putOff({ route, day }: DueDay): Promise<void> {
    const sql: Sql = this.context.database.reads;
    await sql.execute(
      `update rematch_requests
          set failures = failures + 1,
              due_at = $3::timestamptz + least($4 * 2 ^ least(failures, 20), $5) * interval '1 millisecond'
        where route = $1 and day = $2`,
      [route, day, this.context.clock.now(), RETRY_MS, MAX_RETRY_MS],
    );
  }

  private async add(tx: Transaction, route: string, day: Day, delayMs: number): Promise<void> {
    const dueAt = new Date(this.context.clock.now().getTime() + delayMs);
    await tx.execute(
      'insert into rematch_requests (route, day, due_at, failures) values ($1, $2, $3, 0)',
      [route, day, dueAt],
    );
  }
}
