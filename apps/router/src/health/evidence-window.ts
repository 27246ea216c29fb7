import { EventEmitter } from 'node:events';
import CircuitBreaker from 'opossum';
import type { BreakerSettings } from './breaker-settings.js';
import { judgesProvider, type Verdict } from './call-verdict.js';

/** Why a window opens its breaker. */
export type WindowTrip = 'failures' | 'slow_calls';

/** What one call came to, and how long it took. */
export interface Ended {
  readonly verdict: Verdict;
  readonly durationMs: number;
}

const BUCKETS = 10;

/** opossum opens above its threshold, and we at it. */
const AT = 0.001;

/**
 * Per cent of the newest calls whose failure opens a breaker, whatever came before them: a provider that was well and
 * falls silent is noticed after some twenty calls, and not when failures are half of its window. Of calls that fail
 * one time in two by chance, so many fail in about one of 170 rows of twenty; of those that fail one time in five,
 * in one of a hundred million.
 */
const NEWEST_PERCENT = 80;

/** Per cent of the newest calls that opens a breaker: never less than the share of the window. */
export function newestPercent({ failurePercent }: BreakerSettings): number {
  return Math.max(NEWEST_PERCENT, failurePercent);
}

/**
 * The calls that ended lately, in opossum's rolling window: one circuit for failures, one for slow calls. Beside it
 * the newest calls count by themselves. It is told of calls when they have ended, so that those still in flight do not thin out the failures, and of those
 * alone that say something: opossum takes an error that it filters for a success.
 */
export class EvidenceWindow {
  private circuits: readonly CircuitBreaker[];
  private rotation = new EventEmitter();
  private bucketEndsAt: number;
  /** The newest calls, as many as decide something; the oldest first. */
  private newest: { readonly at: number; readonly isGood: boolean }[] = [];
  private isShutDown = false;

  /** @param onTrip - called when the window holds enough against the provider */
  constructor(
    private readonly settings: BreakerSettings,
    private readonly now: () => Date,
    private readonly onTrip: (trip: WindowTrip) => void,
  ) {
    this.bucketEndsAt = this.nextBucketEnd();
    this.circuits = this.newCircuits();
  }

  /** Adds the end of a call; one that does not judge the provider is not noted. */
  count({ verdict, durationMs }: Ended): void {
    if (!judgesProvider(verdict)) return;
    this.rotate();
    const [failures, slowness] = this.circuits;
    feed(failures, verdict === 'success');
    feed(slowness, durationMs < this.settings.slowMs);
    this.countNewest(verdict === 'success');
  }

  /** Empties it: what led to the last change of the breaker says nothing about the next. */
  renew(): void {
    this.shutdown();
    this.isShutDown = false;
    this.newest = [];
    this.rotation = new EventEmitter();
    this.bucketEndsAt = this.nextBucketEnd();
    this.circuits = this.newCircuits();
  }

  /** Frees timers and listeners; it counts nothing from now on. */
  shutdown(): void {
    this.isShutDown = true;
    for (const circuit of this.circuits) circuit.shutdown();
    this.rotation.removeAllListeners();
  }

  private countNewest(isGood: boolean): void {
    if (this.isShutDown) return;
    const { minimumCalls, windowMs } = this.settings;
    const at = this.now().getTime();
    this.newest.push({ at, isGood });
    if (this.newest.length > minimumCalls) this.newest.shift();
    const isRow = this.newest.length === minimumCalls && at - (this.newest[0]?.at ?? at) < windowMs;
    const failures = this.newest.filter((one) => !one.isGood).length;
    const isOver = failures * 100 >= minimumCalls * newestPercent(this.settings);
    if (isRow && isOver) this.onTrip('failures');
  }

  private newCircuits(): readonly CircuitBreaker[] {
    return [
      this.newCircuit('failures', this.settings.failurePercent),
      this.newCircuit('slow_calls', this.settings.slowPercent),
    ];
  }

  private newCircuit(trip: WindowTrip, percent: number): CircuitBreaker {
    const circuit = new CircuitBreaker(settled, {
      // Each call has a signal of its own; opossum's would end the others too.
      timeout: false,
      resetTimeout: this.settings.maxOpenMs,
      errorThresholdPercentage: percent - AT,
      volumeThreshold: this.settings.minimumCalls,
      rollingCountTimeout: this.settings.windowMs,
      rollingCountBuckets: BUCKETS,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      // The window moves with the clock that was handed in, and without a timer for each route.
      rotateBucketController: this.rotation,
    });
    circuit.on('open', () => this.onTrip(trip));
    return circuit;
  }

  private get bucketMs(): number {
    return this.settings.windowMs / BUCKETS;
  }

  private nextBucketEnd(): number {
    return this.now().getTime() + this.bucketMs;
  }

  private rotate(): void {
    const passed = Math.ceil((this.now().getTime() - this.bucketEndsAt + 1) / this.bucketMs);
    for (let turn = 0; turn < Math.min(passed, BUCKETS); turn += 1) this.rotation.emit('rotate');
    if (passed > 0) this.bucketEndsAt += passed * this.bucketMs;
  }
}

/** The action of every circuit: a call that has ended already. */
function settled(isGood: unknown): Promise<void> {
  return isGood === true ? Promise.resolve() : Promise.reject(new Error('the call failed'));
}

function feed(circuit: CircuitBreaker | undefined, isGood: boolean): void {
  // The error is the evidence itself; whoever made the call has its own.
  circuit?.fire(isGood).catch(() => undefined);
}
