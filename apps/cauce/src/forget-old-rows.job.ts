import { Idempotency } from '@cauce/api';
import type { Clock } from '@cauce/config';
import { purgeInbox } from '@cauce/messaging';
import { JobLoop, type Logger, type Metrics } from '@cauce/observability';
import { ROUTER_SERVICE } from '@cauce/router';
import type { Stores } from './open-stores.js';

/** Keys and inboxes are kept for thirty days: an hour more or less does not matter. */
const EVERY_MS = 3_600_000;

/** Forgets idempotency keys and consumed message ids that are past their keeping time. */
export function forgetOldRows(
  stores: Stores,
  clock: Clock,
  observed: { logger: Logger; metrics: Metrics },
): JobLoop {
  const idempotency = new Idempotency(clock);
  return new JobLoop({
    name: 'forget_old_rows',
    everyMs: EVERY_MS,
    run: async () => {
      let forgotten = 0;
      const router = stores.byGroup.get(ROUTER_SERVICE);
      if (router !== undefined) forgotten += await idempotency.purge(router.reads);
      for (const database of stores.all) forgotten += await purgeInbox(database, clock);
      return forgotten;
    },
    ...observed,
  });
}
