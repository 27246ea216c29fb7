import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { Exchange } from './provider-http.client.js';

/** How long exchanges are kept: long enough for a dispute with a provider. */
const KEPT_MS = 90 * 86_400_000;

/** Rows that one purge deletes, so that it never holds locks for long. */
const PURGE_BATCH = 1_000;

/** What an exchange belonged to. */
export interface ExchangePurpose {
  readonly route: string;
  readonly operation: string;
  readonly attemptId: string | null;
}

/** Keeps what was said to providers and what they answered: scrubbed, sealed, for ninety days. */
@Injectable()
export class ExchangesService {
  constructor(private readonly context: ConnectorContext) {}

  async keep(
    tx: Transaction,
    purpose: ExchangePurpose,
    exchanges: readonly Exchange[],
  ): Promise<void> {
    for (const one of exchanges) {
      await tx.execute(
        `insert into exchange (id, route, operation, attempt_id, outcome, status, duration_ms, sealed,
           started_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          one.id,
          purpose.route,
          purpose.operation,
          purpose.attemptId,
          one.outcome,
          one.status,
          one.durationMs,
          this.context.cipher.seal(one.text, `exchange:${one.id}`),
          one.startedAt,
        ],
      );
    }
  }

  /** Forgets old exchanges. @returns how many; more may be left when it is a full batch */
  async purge(): Promise<number> {
    const before = new Date(this.context.clock.now().getTime() - KEPT_MS);
    return this.context.database.reads.execute(
      `delete from exchange where id = any (array(
         select id from exchange where started_at < $1 limit ${PURGE_BATCH}))`,
      [before],
    );
  }
}
