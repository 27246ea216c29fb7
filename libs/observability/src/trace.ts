import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Version 00: the id of a trace and that of its last step, neither of them noughts alone, and flags. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

const current = new AsyncLocalStorage<string | null>();

/**
 * Begins a trace, or its next step: what a request causes has one trace id through every service.
 *
 * @param parent traceparent of the step before; a new trace without one, or with one that is not valid
 * @returns a traceparent of version 00
 * @source W3C Trace Context
 */
export function nextStep(parent: string | null = null): string {
  const traceId = traceIdOf(parent) ?? randomBytes(16).toString('hex');
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}

/** What is caused by a step is the next one of its trace; of none when the cause is of none. */
export function stepAfter(cause: string | null): string | null {
  return cause === null ? null : nextStep(cause);
}

/** The trace that a traceparent is of: 32 hexadecimal digits; null for none that is valid. */
export function traceIdOf(traceparent: string | null): string | null {
  return TRACEPARENT.exec(traceparent ?? '')?.[1] ?? null;
}

/** Does work as a step of a trace, with all that it starts; null: as part of none. */
export function inTrace<T>(traceparent: string | null, work: () => T): T {
  return current.run(traceparent, work);
}

/** The step that is under way; null outside of traces. */
export function currentStep(): string | null {
  return current.getStore() ?? null;
}
