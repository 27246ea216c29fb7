import type { OpeningHours } from '@cauce/calendar';
import { railHours } from './rail-hours.js';

const CLOSED = { weekday: null, saturday: null, sunday: null, holiday: null };
const onWeekdays = (opens: string, closes: string): OpeningHours => ({
  ...CLOSED,
  weekday: { opens, closes },
});
const MORNING = onWeekdays('06:00', '12:00');
const DAY = onWeekdays('09:00', '20:00');
const SATURDAY: OpeningHours = { ...CLOSED, saturday: { opens: '10:00', closes: '24:00' } };

/** A Friday, in Bogota. */
const at = (time: string) => new Date(`2026-11-20T${time}:00-05:00`);

describe('the hours of a rail', () => {
  it.each([
    ['07:00', true],
    ['10:00', true],
    ['19:59', true],
    ['05:59', false],
    ['20:00', false],
  ])('are over at %s unless some route is open', (time, isOpen) => {
    expect(railHours([MORNING, DAY], at(time)).isOpen).toBe(isOpen);
    expect(railHours([DAY, MORNING], at(time)).isOpen).toBe(isOpen);
  });

  it('go from the first opening to the last closing, on each kind of day', () => {
    const hours = {
      ...CLOSED,
      weekday: { opens: '06:00', closes: '20:00' },
      saturday: { opens: '10:00', closes: '24:00' },
    };
    expect(railHours([DAY, SATURDAY, MORNING], at('10:00')).hours).toEqual(hours);
  });

  it('are those of no route where one does not say; that another is open is true all the same', () => {
    expect(railHours([null, DAY], at('10:00'))).toEqual({ isOpen: true, hours: null });
    expect(railHours([null, DAY], at('23:00'))).toEqual({ isOpen: null, hours: null });
    expect(railHours([null], at('10:00'))).toEqual({ isOpen: null, hours: null });
  });
});
