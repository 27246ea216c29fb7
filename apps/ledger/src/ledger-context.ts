import type { Clock } from '@cauce/config';
import type { Database } from '@cauce/database';
import type { Health, Logger, Metrics } from '@cauce/observability';
import type { LedgerVariables } from './config.js';

/** What the ledger was started with. */
export class LedgerContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly config: LedgerVariables;

  constructor(started: LedgerContext) {
    this.database = started.database;
    this.clock = started.clock;
    this.logger = started.logger;
    this.metrics = started.metrics;
    this.health = started.health;
    this.config = started.config;
  }
}
