import fc from 'fast-check';
import { addDays, bankCalendar, nextBusinessDay, type Day } from '@cauce/calendar';
import { daysShownIn, otherDaysShowing } from './settlement-window.js';

const anyDay: fc.Arbitrary<Day> = fc
  .integer({ min: 0, max: 365 * 40 })
  .map((n) => addDays('2010-01-01', n));

describe('the days that a file may show', () => {
  it.each([
    ['2026-11-19', '2026-11-18 2026-11-19 2026-11-20', 'between working days'],
    ['2026-11-23', '2026-11-20 2026-11-21 2026-11-22 2026-11-23 2026-11-24', 'on a Monday'],
    ['2026-11-22', '2026-11-21 2026-11-22 2026-11-23', 'on a Sunday'],
    [
      '2026-11-17',
      '2026-11-13 2026-11-14 2026-11-15 2026-11-16 2026-11-17 2026-11-18',
      'after a holiday on a Monday',
    ],
    [
      '2026-04-06',
      '2026-04-01 2026-04-02 2026-04-03 2026-04-04 2026-04-05 2026-04-06 2026-04-07',
      'after Holy Week',
    ],
  ])('%s: %s (%s)', (day, shown) => {
    expect(daysShownIn(day).join(' ')).toBe(shown);
  });

  it('are in a row, from within the week before to the day after', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const shown = daysShownIn(day);
        expect(shown.at(-1)).toBe(addDays(day, 1));
        expect(shown.map((_, i) => addDays(day, 2 - shown.length + i))).toEqual(shown);
        // The database refuses a match that is further away.
        expect(shown[0] !== undefined && shown[0] >= addDays(day, -7)).toBe(true);
      }),
    );
  });

  it('are told alike from both ends', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -10, max: 10 }), (paidOn, distance) => {
        const reportedOn = addDays(paidOn, distance);
        const isShown = distance !== 0 && daysShownIn(reportedOn).includes(paidOn);
        expect(otherDaysShowing(paidOn).includes(reportedOn)).toBe(isShown);
      }),
    );
  });

  it('leave no day out: the next banking day may show every closed day before it', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(daysShownIn(nextBusinessDay(bankCalendar, day))).toContain(day);
      }),
    );
  });
});
