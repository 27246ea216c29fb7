import { askAgainAt, takenUntil } from './bank-questions.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const now = new Date('2026-11-20T15:00:00Z');
const minutes = (at: Date) => (at.getTime() - now.getTime()) / MINUTE_MS;

const often = { failures: 0, refreshMs: DAY_MS, pauseMs: 0 };
const once = { ...often, pauseMs: DAY_MS };

describe('banks are asked for again', () => {
  it('once a day', () => {
    expect(minutes(askAgainAt(now, often, 'listed'))).toBe(24 * 60);
  });

  it('no sooner than the provider wants, however fresh the list is to be', () => {
    const hourly = { ...once, refreshMs: 60 * MINUTE_MS };
    expect(minutes(askAgainAt(now, hourly, 'listed'))).toBe(24 * 60);
  });

  it('later each time while they are not listed', () => {
    const pauses = [0, 1, 2, 3, 4, 1_000].map((failures) =>
      minutes(askAgainAt(now, { ...often, failures }, 'failed')),
    );
    expect(pauses).toEqual([5, 15, 30, 60, 60, 60]);
  });

  it('the next day when a question that the provider allows once a day has reached it', () => {
    expect(minutes(askAgainAt(now, once, 'failed'))).toBe(24 * 60);
    expect(minutes(askAgainAt(now, once, 'not_asked'))).toBe(5);
  });
});

it('nobody else asks while one does, nor after one that died over a question of the day', () => {
  expect(minutes(takenUntil(now, often))).toBe(1);
  expect(minutes(takenUntil(now, once))).toBe(24 * 60);
});
