import type { AnyMessage } from '@cauce/contracts';
import { inTrace, stepAfter } from '@cauce/observability';
import type { BusContext } from './bus-context.js';
import type { Subscription } from './message-bus.js';
import { withinTime } from './within-time.js';

/** A handler only talks to its database, whose statements end sooner than this. */
const HANDLER_WITHIN_MS = 30_000;

/** Hands a message to its handler, as the next step of the trace that it was sent in. */
export async function handleMessage(
  subscription: Pick<Subscription, 'handle'>,
  message: AnyMessage,
  context: BusContext,
): Promise<void> {
  const handle = () => subscription.handle(message, context);
  await withinTime(inTrace(stepAfter(message.traceparent), handle), HANDLER_WITHIN_MS);
}
