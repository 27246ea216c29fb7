import { dayOf } from '@cauce/calendar';
import fc from 'fast-check';
import {
  endOfDay,
  endOfLife,
  expirationDay,
  fromLocalTime,
  toSlashedDay,
} from './payvalida.time.js';

const DAY = 86_400_000;
const rule = { minimumMs: DAY, maximumMs: 30 * DAY, defaultMs: 3 * DAY };
const now = new Date('2026-11-20T15:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);

describe('the end of an order', () => {
  it('is the last second of its day in Bogota', () => {
    expect(endOfDay('2026-12-05')).toEqual(new Date('2026-12-06T04:59:59Z'));
    expect(toSlashedDay('2026-12-05')).toBe('05/12/2026');
  });

  it.each([
    ['in three days', 3 * DAY, '2026-11-23'],
    ['at midnight in Bogota', 14 * 3_600_000 + DAY, '2026-11-22'],
    ['too soon', 60_000, '2026-11-21'],
    ['later than allowed', 90 * DAY, '2026-12-19'],
  ])('is asked for on the day of the wish: %s', (_, wish, day) => {
    expect(expirationDay(after(wish), rule, now)).toBe(day);
  });

  it('is within the rule whatever is wished, unless no end of a day is', () => {
    const instant = fc
      .integer({ min: -100, max: 100 * 24 })
      .map((hours) => after(hours * 3_600_000));
    fc.assert(
      fc.property(instant, (wished) => {
        const lifeMs = endOfDay(expirationDay(wished, rule, now)).getTime() - now.getTime();
        expect(lifeMs).toBeGreaterThanOrEqual(rule.minimumMs);
        expect(lifeMs).toBeLessThanOrEqual(rule.maximumMs);
      }),
    );
    const narrow = { minimumMs: 1, maximumMs: 3_600_000, defaultMs: 1 };
    expect(expirationDay(now, narrow, now)).toBe('2026-11-20');
  });

  it.each([
    ['2022-02-07 10:45:57', '445h', '2022-02-26T04:59:59Z'], // an answer that Payvalida prints
    ['2026-11-20 10:00:00', '3d', '2026-11-24T04:59:59Z'],
    ['2026-11-20 23:00:00', '59m', '2026-11-21T04:59:59Z'],
  ])('is told by creation and life: %s and %s', (created, life, end) => {
    expect(endOfLife(fromLocalTime(created), life)).toEqual(new Date(end));
  });

  it.each(['', '445', 'h', '-1h', '9999999h', 'tres días'])('is not told by %j', (life) => {
    expect(endOfLife(now, life)).toBeNull();
  });

  it('survives that its life is cut to whole hours', () => {
    const created = fc.integer({ min: 0, max: DAY / 1000 }).map((seconds) => after(seconds * 1000));
    fc.assert(
      fc.property(created, fc.integer({ min: 1, max: 30 }), (createdAt, days) => {
        const end = endOfDay(dayOf(new Date(createdAt.getTime() + days * DAY)));
        const hours = Math.floor((end.getTime() - createdAt.getTime()) / 3_600_000);
        expect(endOfLife(createdAt, `${hours}h`)).toEqual(end);
      }),
    );
  });
});

describe('Payvalida’s local time', () => {
  it.each([
    ['2022-02-07 10:48:21', '2022-02-07T15:48:21Z'],
    [' 2022-02-07T23:00:00 ', '2022-02-08T04:00:00Z'],
    ['2022-02-07 10:48:21.0', '2022-02-07T15:48:21Z'],
  ])('reads %j', (text, at) => {
    expect(fromLocalTime(text)).toEqual(new Date(at));
  });

  it.each([
    '',
    'ayer',
    '07/02/2022',
    '2022-02-30 10:00:00',
    '2022-02-07 25:00:00',
    '2022-02-07',
    'x',
  ])('is an error when it is %j', (text) => {
    expect(() => fromLocalTime(text)).toThrow('malformed_reply');
  });
});
