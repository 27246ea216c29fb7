import type { Protocol } from '../protocols.js';
import type { FaultKind, FaultOperation, Operation } from './fault-kinds.js';

/** A fault that somebody asked for. */
export interface Fault {
  readonly id: number;
  readonly protocol: Protocol;
  readonly operation: FaultOperation;
  readonly kind: FaultKind;
  /** How many requests it will still spoil. */
  readonly remaining: number;
  readonly delayMs: number;
}

/** The faults in force; each request takes the oldest one that fits it. */
export class FaultBoard {
  private faults: Fault[] = [];
  private lastId = 0;
  private readonly held = new Set<() => void>();

  add(fault: Omit<Fault, 'id' | 'remaining'> & { readonly count: number }): void {
    const { count, ...rest } = fault;
    this.lastId += 1;
    this.faults.push({ id: this.lastId, ...rest, remaining: count });
  }

  active(): readonly Fault[] {
    return this.faults;
  }

  /** Ends all faults, and lets go of the answers that {@link hold} keeps back. */
  clear(): void {
    this.faults = [];
    for (const letGo of this.held) letGo();
  }

  /** Keeps an answer back. Resolves after a time, or as soon as faults are cleared. */
  async hold(delayMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const letGo = () => {
        clearTimeout(timer);
        this.held.delete(letGo);
        resolve();
      };
      const timer = setTimeout(letGo, delayMs).unref();
      this.held.add(letGo);
    });
  }

  /** Takes one hit of the oldest fault for an operation of a provider. @returns null when none is in force */
  take(protocol: Protocol, operation: Operation): Fault | null {
    const index = this.faults.findIndex(
      (fault) =>
        fault.protocol === protocol && (fault.operation === operation || fault.operation === 'any'),
    );
    const fault = this.faults[index];
    if (fault === undefined) return null;
    const left = { ...fault, remaining: fault.remaining - 1 };
    this.faults = this.faults.toSpliced(index, 1, ...(left.remaining > 0 ? [left] : []));
    return fault;
  }
}
