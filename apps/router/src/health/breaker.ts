import {
  MAX_PROBES,
  NEVER_OPENED,
  afterProbe,
  opened,
  stateOf,
  type BreakerPosition,
  type BreakerState,
} from './breaker-position.js';
import type { BreakerSettings } from './breaker-settings.js';
import type { Verdict } from './call-verdict.js';
import { EvidenceWindow, type Ended, type WindowTrip } from './evidence-window.js';

/** Why a breaker opened. */
export type Trip = WindowTrip | 'probe_failed';

/** The time and the chance that a breaker works with. */
export interface BreakerWorld {
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** Aborts after a number of milliseconds. */
  readonly timeout: (ms: number) => AbortSignal;
}

/** Leave for one call. A probe's carries the generation that it may speak for. */
export interface Pass {
  readonly generation: number;
  readonly isProbe: boolean;
}

/**
 * A circuit breaker on opossum's rolling window, with a half-open state of its own: opossum lets one call pass
 * then, and closes on any success.
 */
export class Breaker {
  private readonly window: EvidenceWindow;
  private place: BreakerPosition = NEVER_OPENED;
  private probes = new Set<Pass>();
  private isShutDown = false;

  /** @param onTrip - called once for each opening that this breaker decided */
  constructor(
    private readonly settings: BreakerSettings,
    private readonly world: BreakerWorld,
    private readonly onTrip: (trip: Trip, position: BreakerPosition) => void = () => undefined,
  ) {
    this.window = new EvidenceWindow(settings, world.now, (trip) => this.trip(trip));
  }

  get position(): BreakerPosition {
    return this.place;
  }

  get state(): BreakerState {
    return stateOf(this.place, this.world.now());
  }

  /** @returns leave for one call, or null when it may not be made now */
  admit(): Pass | null {
    const state = this.state;
    const pass = { generation: this.place.generation, isProbe: state === 'half_open' };
    if (state === 'closed') return pass;
    if (!this.settings.isDryRun && (state === 'open' || this.probes.size >= MAX_PROBES)) {
      return null;
    }
    if (pass.isProbe && this.probes.size < MAX_PROBES) this.probes.add(pass);
    return pass;
  }

  /**
   * Makes a call that was let pass. It has a signal of its own, which ends this call and no other.
   *
   * @param action rejects when the signal aborts; what it returns says how it ended
   * @param timeoutMs after which the call counts as failed, whatever becomes of it
   */
  async run<T>(
    pass: Pass,
    action: (signal: AbortSignal) => Promise<T>,
    judge: (answer: T) => Verdict,
    timeoutMs: number,
  ): Promise<T> {
    const startedAt = this.world.now().getTime();
    const durationMs = () => this.world.now().getTime() - startedAt;
    const signal = this.world.timeout(timeoutMs);
    let verdict: Verdict = 'failure';
    try {
      const answer = await Promise.race([action(signal), aborted(signal)]);
      verdict = judge(answer);
      return answer;
    } finally {
      this.end(pass, { verdict, durationMs: durationMs() });
    }
  }

  /** Takes note of how a call ended that {@link admit} let pass. */
  end(pass: Pass, { verdict, durationMs }: Ended): void {
    if (pass.isProbe) {
      if (!this.probes.delete(pass)) return;
      this.afterProbe(pass.generation, verdict);
    } else {
      this.count(pass.generation, { verdict, durationMs });
    }
  }

  /** Adds the end of a call to the window, unless it was begun before the last change. */
  count(generation: number, ended: Ended): void {
    if (this.isShutDown || this.place.openUntil !== null) return;
    if (generation === this.place.generation) this.window.count(ended);
  }

  /** Takes over where the breaker stands by what other processes saw; an older position changes nothing. */
  adopt(position: BreakerPosition): void {
    if (position.generation < this.place.generation || this.isShutDown) return;
    const isNews = position.generation > this.place.generation;
    this.place = position;
    if (isNews) this.renew();
  }

  /** Frees its timers and listeners; it counts nothing from now on. */
  shutdown(): void {
    this.isShutDown = true;
    this.window.shutdown();
  }

  private afterProbe(generation: number, verdict: Verdict): void {
    const before = this.place;
    const { now, random } = this.world;
    this.place = afterProbe(before, generation, verdict, now(), this.settings, random());
    if (this.place.generation === before.generation) return;
    this.renew();
    if (this.place.openUntil !== null) this.onTrip('probe_failed', this.place);
  }

  private trip(trip: WindowTrip): void {
    if (this.place.openUntil !== null) return;
    const { now, random } = this.world;
    this.place = opened(this.place, now(), this.settings, random());
    this.renew();
    this.onTrip(trip, this.place);
  }

  private renew(): void {
    this.probes = new Set();
    this.window.renew();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason as Error);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
