import { DEFAULT_RESOLVE_SCHEDULE_MS, isAbsent, nextQueryAt } from './resolve-schedule.js';

const now = new Date('2026-11-20T15:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

describe('resolving unknown outcomes', () => {
  it('asks after 5 s, 15 s, 45 s … and then every six hours', () => {
    const waits = [0, 1, 2, 7, 30].map(
      (queries) =>
        nextQueryAt(now, queries, DEFAULT_RESOLVE_SCHEDULE_MS, 0.5).getTime() - now.getTime(),
    );
    expect(waits).toEqual([5_000, 15_000, 45_000, 21_600_000, 21_600_000]);
  });

  it('spreads the wait by a fifth either way', () => {
    expect(nextQueryAt(now, 0, [10_000], 0)).toEqual(later(8_000));
    expect(nextQueryAt(now, 0, [10_000], 0.9999).getTime()).toBeLessThanOrEqual(
      later(12_000).getTime(),
    );
  });

  it('believes an absence only after three answers and the visibility horizon', () => {
    expect(isAbsent(3, now, later(60_000), 60_000)).toBe(true);
    expect(isAbsent(2, now, later(60_000), 60_000)).toBe(false);
    expect(isAbsent(3, now, later(59_999), 60_000)).toBe(false);
  });
});
