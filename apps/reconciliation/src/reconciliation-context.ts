import type { Clock } from '@cauce/config';
import type { Database } from '@cauce/database';
import type { Health, Logger, Metrics } from '@cauce/observability';
import type { ReconciliationConfig } from './config.js';

/** What reconciliation is started with; one object, so that its services ask for one thing. */
export interface ReconciliationRuntime {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly config: ReconciliationConfig;
}

/** The runtime as a thing that Nest can inject. */
export class ReconciliationContext implements ReconciliationRuntime {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly config: ReconciliationConfig;

  constructor(runtime: ReconciliationRuntime) {
    this.database = runtime.database;
    this.clock = runtime.clock;
    this.logger = runtime.logger;
    this.metrics = runtime.metrics;
    this.health = runtime.health;
    this.config = runtime.config;
  }
}
