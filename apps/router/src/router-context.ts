import type { Clock, FieldCipher } from '@cauce/config';
import type { Database } from '@cauce/database';
import type { Logger, Metrics } from '@cauce/observability';
import type { RouterConfig } from './config.js';

/** What the router was started with; one object, so that its services ask for one thing. */
export class RouterContext {
  constructor(
    readonly database: Database,
    readonly clock: Clock,
    readonly cipher: FieldCipher,
    readonly config: RouterConfig,
    readonly logger: Logger,
    readonly metrics: Metrics,
    /** A partition of results that this process reads now; null when it reads none. */
    readonly replyPartition: () => number | null,
  ) {}
}
