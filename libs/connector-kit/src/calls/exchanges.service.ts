import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ExchangeEntity } from './exchange.entity.js';
import type { Exchange } from './provider-http.client.js';

/** How long exchanges are kept: long enough for a dispute with a provider. */
const KEPT_MS = 90 * 86_400_000;

/** Rows that one purge deletes, so that it never holds locks for long. */
const PURGE_BATCH = 1_000;

/** What a call is made for; a closed set, for metrics and records. */
export type Operation =
  'issue' | 'read_status' | 'cancel' | 'callback' | 'poll' | 'settlement' | 'list_banks';

/** What an exchange belonged to. */
export interface ExchangePurpose {
  readonly route: string;
  readonly operation: Operation;
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
    if (exchanges.length === 0) return;
    const rows = exchanges.map(({ text, ...exchange }): ExchangeEntity => ({
      ...purpose,
      ...exchange,
      sealed: this.context.cipher.seal(text, `exchange:${exchange.id}`),
    }));
    await tx.manager.insert(ExchangeEntity, rows);
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
