import type { Operation } from '../faults/fault-kinds.js';
import type { Protocol } from '../protocols.js';

/** Calls of one operation of a provider, since the last time that counting began. */
export interface CallCount {
  readonly protocol: Protocol;
  readonly operation: Operation;
  readonly received: number;
  /** Calls whose caller still waits. */
  readonly inFlight: number;
  /** Most calls that waited at once. */
  readonly mostInFlight: number;
}

/** Counts what reaches the providers, whatever becomes of it. */
export class CallCounts {
  private readonly counts = new Map<string, CallCount>();

  /** A call has come. @returns what to call once, when it is over for its caller */
  begin(protocol: Protocol, operation: Operation): () => void {
    const key = `${protocol} ${operation}`;
    const before = this.counts.get(key);
    const inFlight = (before?.inFlight ?? 0) + 1;
    const received = (before?.received ?? 0) + 1;
    const mostInFlight = Math.max(before?.mostInFlight ?? 0, inFlight);
    this.counts.set(key, { protocol, operation, received, inFlight, mostInFlight });
    return () => {
      const now = this.counts.get(key);
      if (now !== undefined) this.counts.set(key, { ...now, inFlight: now.inFlight - 1 });
    };
  }

  all(): readonly CallCount[] {
    return [...this.counts.values()];
  }

  /** Begins to count anew; what is in flight still is. */
  reset(): void {
    for (const [key, count] of this.counts) {
      this.counts.set(key, { ...count, received: 0, mostInFlight: count.inFlight });
    }
  }
}
