import { z } from 'zod';
import { routeName } from './wire-values.js';

const count = z.int().nonnegative();

/** How calls of one route and operation ended in one process of the router, since it last told. */
export const callsEnded = z.object({
  /** The process that made the calls. */
  process: z.string(),
  route: routeName,
  operation: z.enum(['issue', 'read_status', 'cancel']),
  /** Generation of the breaker in which the calls were begun. */
  generation: count,
  successes: count,
  slowSuccesses: count,
  failures: count,
  slowFailures: count,
  /** Refusals of our credentials; processes of an older version do not tell them. */
  lockedOut: count.default(0),
  /** Time of the successes together, milliseconds. */
  successMs: count,
});

export type CallsEnded = z.output<typeof callsEnded>;
