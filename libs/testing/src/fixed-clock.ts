import type { Clock } from '@cauce/config';

/** A clock that stands still until it is told otherwise. */
export interface FixedClock extends Clock {
  advance(ms: number): void;
  set(at: Date | string): void;
}

/** @param at - the instant that it shows, such as '2026-11-23T15:00:00Z' */
export function fixedClock(at: Date | string): FixedClock {
  let nowMs = instantMs(at);
  return {
    now: () => new Date(nowMs),
    advance: (ms) => {
      nowMs += ms;
    },
    set: (other) => {
      nowMs = instantMs(other);
    },
  };
}

function instantMs(at: Date | string): number {
  const ms = new Date(at).getTime();
  if (Number.isNaN(ms)) throw new RangeError(`"${String(at)}" is not an instant`);
  return ms;
}
