import { ROUTE_ANNOUNCED_EVERY_MS } from '@cauce/contracts';
import { absenceOf, MISSED_AFTER_MS, notWithdrawn, present } from './route-absence.js';

const NOW = new Date('2026-11-20T15:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const DAY_MS = 86_400_000;

describe('whether a route is missed', () => {
  it.each([
    ['announced just now', 0, 0, null],
    ['whose third announcement may be on its way', MISSED_AFTER_MS, 0, null],
    ['that is missing while its rail goes on', MISSED_AFTER_MS + 1, 0, 'withdrawn'],
    ['whose rail is missing with it', MISSED_AFTER_MS + 1, MISSED_AFTER_MS, 'silent'],
    ['whose rail fell silent long after it was gone', DAY_MS, DAY_MS / 2, 'withdrawn'],
    ['whose rail has been silent for days', 7 * DAY_MS, 7 * DAY_MS, 'silent'],
    ['whose rail is silent for more than a week', 7 * DAY_MS + 1, 7 * DAY_MS, 'withdrawn'],
    ['announced by a connector whose clock is ahead', -60_000, -60_000, null],
  ])('one %s', (_, agoMs, railAgoMs, absence) => {
    expect(absenceOf(ago(agoMs), ago(railAgoMs), NOW)).toBe(absence);
  });

  it('is said after three announcements that did not come', () => {
    expect(MISSED_AFTER_MS).toBeGreaterThan(3 * ROUTE_ANNOUNCED_EVERY_MS);
  });

  it('keeps what is gone from being offered, and what was taken out from rules', () => {
    const there = { absence: null };
    const silent = { absence: 'silent' } as const;
    const withdrawn = { absence: 'withdrawn' } as const;
    expect(present([there, silent, withdrawn])).toEqual([there]);
    expect(notWithdrawn([there, silent, withdrawn])).toEqual([there, silent]);
  });
});
