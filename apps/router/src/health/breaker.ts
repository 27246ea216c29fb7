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

/** What a call may take to say how it ended, once its time is over. */
export const GRACE_MS = 2_000;

/** The time and the chance that a breaker works with. */
export interface BreakerWorld {
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** Aborts after a number of milliseconds. */
  readonly timeout: (ms: number) => AbortSignal;
}

/** Who hears of a breaker. */
export interface BreakerListener {
  /** Once for each opening that this breaker decided. */
  tripped(trip: Trip, position: BreakerPosition): void;
  /** Every end of a call that was let pass. */
  ended(pass: Pass, ended: Ended): void;
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
  private lastTrip: Trip = 'failures';
  private isShutDown = false;

  constructor(
    private readonly settings: BreakerSettings,
    private readonly world: BreakerWorld,
    private readonly listener: BreakerListener,
  ) {
    this.window = new EvidenceWindow(settings, world.now, (trip) => this.trip(trip));
  }

  get position(): BreakerPosition {
    return this.place;
  }

  /** Why it opened, the last time that it decided so itself. */
  get openedBy(): Trip {
    return this.lastTrip;
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
   * @param action says what the call came to; when its signal aborts it has little time left for that
   * @param timeoutMs after which the signal aborts
   * @returns what it came to: neutral where the action could not say, because it threw or took too long. It judges
   *   the provider, so that what goes wrong in it is ours
   */
  async run(
    pass: Pass,
    action: (signal: AbortSignal) => Promise<Verdict>,
    timeoutMs: number,
  ): Promise<Ended> {
    const startedAt = this.world.now().getTime();
    const end = this.world.timeout(timeoutMs + GRACE_MS);
    let verdict: Verdict = 'neutral';
    try {
      verdict = await Promise.race([action(this.world.timeout(timeoutMs)), aborted(end)]);
    } catch {
      // Nobody knows what the call came to.
    }
    const ended = { verdict, durationMs: this.world.now().getTime() - startedAt };
    this.end(pass, ended);
    return ended;
  }

  /** Takes note of how a call ended that {@link admit} let pass. */
  end(pass: Pass, ended: Ended): void {
    if (pass.isProbe) {
      if (!this.probes.delete(pass)) return;
      this.afterProbe(pass.generation, ended.verdict);
    } else {
      this.count(pass.generation, ended);
    }
    this.listener.ended(pass, ended);
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
    if (this.place.openUntil !== null) this.tell('probe_failed');
  }

  private trip(trip: WindowTrip): void {
    if (this.place.openUntil !== null) return;
    const { now, random } = this.world;
    this.place = opened(this.place, now(), this.settings, random());
    this.renew();
    this.tell(trip);
  }

  private tell(trip: Trip): void {
    this.lastTrip = trip;
    this.listener.tripped(trip, this.place);
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
