import fc from 'fast-check';
import {
  NEVER_OPENED,
  PROBES_TO_CLOSE,
  afterProbe,
  closed,
  opened,
  openTimeMs,
  stateOf,
  type BreakerPosition,
} from './breaker-position.js';
import { VERDICTS } from './call-verdict.js';

const TIMES = { openMs: 10_000, maxOpenMs: 120_000 };
const start = new Date('2026-11-24T15:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('how long a breaker stays open', () => {
  it('doubles with each opening in a row, up to the longest', () => {
    const times = [1, 2, 3, 4, 5, 6].map((openings) => openTimeMs(openings, TIMES, 0.5));
    expect(times).toEqual([10_000, 20_000, 40_000, 80_000, 120_000, 120_000]);
  });

  it('differs by up to a fifth, so that processes do not come back in step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), random, (openings, chance) => {
        const grown = openTimeMs(openings, TIMES, 0.5);
        const ms = openTimeMs(openings, TIMES, chance);
        expect(ms).toBeGreaterThanOrEqual(Math.floor(grown * 0.8));
        expect(ms).toBeLessThanOrEqual(Math.ceil(grown * 1.2));
      }),
    );
    expect(openTimeMs(1, TIMES, 0)).toBe(8_000);
  });

  it('goes on growing when it opens again soon after it closed', () => {
    const first = opened(NEVER_OPENED, start, TIMES, 0.5);
    const again = opened(closed(first, after(10_000)), after(30_000), TIMES, 0.5);
    expect(again.openings).toBe(2);
  });

  it('starts anew after a time of health', () => {
    const first = opened(NEVER_OPENED, start, TIMES, 0.5);
    const later = opened(closed(first, after(10_000)), after(140_000), TIMES, 0.5);
    expect(later.openings).toBe(1);
  });
});

describe('the state of a breaker', () => {
  const open = opened(NEVER_OPENED, start, TIMES, 0.5);

  it('follows from its position and the time alone', () => {
    expect(stateOf(NEVER_OPENED, start)).toBe('closed');
    expect(stateOf(open, after(9_999))).toBe('open');
    expect(stateOf(open, after(10_000))).toBe('half_open');
  });

  it('is not changed by a probe of another generation', () => {
    const stale = open.generation - 1;
    expect(afterProbe(open, stale, 'success', after(10_000), TIMES, 0.5)).toBe(open);
    expect(afterProbe(open, stale, 'failure', after(10_000), TIMES, 0.5)).toBe(open);
  });

  it('is not changed by the end of a call while it is open', () => {
    expect(afterProbe(open, open.generation, 'success', after(1), TIMES, 0.5)).toBe(open);
  });
});

describe('any story of probes', () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 200_000 }),
    verdict: fc.constantFrom(...VERDICTS),
    isStale: fc.boolean(),
    chance: random,
  });

  it('closes only after three probes in a row of one half-open time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let position: BreakerPosition = opened(NEVER_OPENED, start, TIMES, 0.5);
        let now = start;
        let inARow = 0;
        for (const { waitMs, verdict, isStale, chance } of steps) {
          now = new Date(now.getTime() + waitMs);
          const isProbe = !isStale && stateOf(position, now) === 'half_open';
          const generation = position.generation - (isStale ? 1 : 0);
          const next = afterProbe(position, generation, verdict, now, TIMES, chance);
          if (!isProbe) expect(next).toBe(position);
          if (isProbe && verdict === 'success') inARow += 1;
          if (isProbe && verdict === 'failure') inARow = 0;
          expect(next.generation).toBeGreaterThanOrEqual(position.generation);
          position = next;
          if (position.openUntil === null) {
            expect(inARow).toBe(PROBES_TO_CLOSE);
            position = opened(position, now, TIMES, chance);
            inARow = 0;
          }
        }
      }),
    );
  });

  it('never sticks: it is half-open again within the longest time and its jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), random, (openings, chance) => {
        const position = opened({ ...NEVER_OPENED, openings }, start, TIMES, chance);
        expect(stateOf(position, after(TIMES.maxOpenMs * 1.2))).toBe('half_open');
      }),
    );
  });
});
