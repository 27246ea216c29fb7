import { judgesProvider, type Verdict } from './call-verdict.js';

/** Calls that a breaker is kept for, one for each route and operation. */
export const OPERATIONS = ['issue', 'read_status', 'cancel'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Whether calls pass: all, none, or a few that find out whether the provider is back. */
export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** Probes that may be in flight at once over all processes: enough to learn, too few to hurt. */
export const MAX_PROBES = 3;

/** Probes of one half-open time that have to succeed before every call passes again. */
export const PROBES_TO_CLOSE = 3;

/**
 * Where a breaker stands. `generation` grows with every change, so that what was begun before a change can
 * be told from what was begun after it.
 */
export interface BreakerPosition {
  readonly generation: number;
  /** Until when nothing passes; after it probes do. Null while it is closed. */
  readonly openUntil: Date | null;
  /** Openings in a row, each without a time of health after it. */
  readonly openings: number;
  readonly probeSuccesses: number;
  /** When it last opened or closed; null before that. */
  readonly changedAt: Date | null;
}

export const NEVER_OPENED: BreakerPosition = {
  generation: 0,
  openUntil: null,
  openings: 0,
  probeSuccesses: 0,
  changedAt: null,
};

/** How long a breaker stays open, milliseconds: `openMs`, doubled with each opening in a row, up to `maxOpenMs`. */
export interface OpenTimes {
  readonly openMs: number;
  readonly maxOpenMs: number;
}

/** Resets differ by up to a fifth, so that processes and routes that failed together do not come back together. */
const JITTER = 0.2;

export function stateOf(position: BreakerPosition, now: Date): BreakerState {
  if (position.openUntil === null) return 'closed';
  return now < position.openUntil ? 'open' : 'half_open';
}

/**
 * The position after an opening. It stays open for longer each time, unless it had been closed for as long
 * as it may ever be open.
 *
 * @param random in [0, 1)
 */
export function opened(
  position: BreakerPosition,
  now: Date,
  times: OpenTimes,
  random: number,
): BreakerPosition {
  const wasHealthy =
    position.openUntil === null &&
    (position.changedAt === null || now.getTime() - position.changedAt.getTime() > times.maxOpenMs);
  const openings = wasHealthy ? 1 : position.openings + 1;
  const openForMs = openTimeMs(openings, times, random);
  return {
    generation: position.generation + 1,
    openUntil: new Date(now.getTime() + openForMs),
    openings,
    probeSuccesses: 0,
    changedAt: now,
  };
}

/**
 * How long the given opening in a row lasts, milliseconds.
 *
 * @param openings from 1
 * @param random in [0, 1)
 */
export function openTimeMs(openings: number, times: OpenTimes, random: number): number {
  const grown = Math.min(times.openMs * 2 ** (openings - 1), times.maxOpenMs);
  return Math.round(grown * (1 - JITTER + 2 * JITTER * random));
}

/** The position after a closing; how often it opened is kept, for the case that it opens again soon. */
export function closed(position: BreakerPosition, now: Date): BreakerPosition {
  return {
    ...position,
    generation: position.generation + 1,
    openUntil: null,
    probeSuccesses: 0,
    changedAt: now,
  };
}

/**
 * The position after a probe has ended. One that was begun in another generation changes nothing: a call
 * from before the opening that succeeds is no sign of recovery.
 *
 * @param probeGeneration the breaker's generation when the probe began
 */
export function afterProbe(
  position: BreakerPosition,
  probeGeneration: number,
  verdict: Verdict,
  now: Date,
  times: OpenTimes,
  random: number,
): BreakerPosition {
  if (probeGeneration !== position.generation || stateOf(position, now) !== 'half_open') {
    return position;
  }
  if (!judgesProvider(verdict)) return position;
  if (verdict === 'failure') return opened(position, now, times, random);
  const probeSuccesses = position.probeSuccesses + 1;
  if (probeSuccesses >= PROBES_TO_CLOSE) return closed(position, now);
  return { ...position, probeSuccesses };
}
