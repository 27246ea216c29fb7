import fc from 'fast-check';
import { dayKindOf, isOpenAt, nextOpeningAt, type OpeningHours } from './opening-hours.js';

const hours: OpeningHours = {
  weekday: { opens: '08:00', closes: '20:00' },
  saturday: { opens: '09:00', closes: '13:00' },
  sunday: null,
  holiday: null,
};
const HOUR_MS = 3_600_000;
const bogota = (text: string) => new Date(`${text}:00-05:00`);

describe('the kind of a day', () => {
  it.each([
    ['2026-11-20', 'weekday'],
    ['2026-11-21', 'saturday'],
    ['2026-11-22', 'sunday'],
    ['2026-11-16', 'holiday'],
    ['2027-05-01', 'holiday'],
  ])('of %s is %s', (day, kind) => {
    expect(dayKindOf(day)).toBe(kind);
  });
});

describe('opening hours', () => {
  it.each([
    ['2026-11-20T07:59', false],
    ['2026-11-20T08:00', true],
    ['2026-11-20T19:59', true],
    ['2026-11-20T20:00', false],
    ['2026-11-21T12:59', true],
    ['2026-11-21T13:00', false],
    ['2026-11-22T10:00', false],
    ['2026-11-16T10:00', false],
  ])('at %s: open is %s', (time, isOpen) => {
    expect(isOpenAt(hours, bogota(time))).toBe(isOpen);
  });

  it('last a little longer for what shops report late, over midnight too', () => {
    const late = { ...hours, weekday: { opens: '08:00', closes: '24:00' } };
    expect(isOpenAt(hours, bogota('2026-11-20T20:59'), HOUR_MS)).toBe(true);
    expect(isOpenAt(late, bogota('2026-11-21T00:30'), HOUR_MS)).toBe(true);
    expect(isOpenAt(late, bogota('2026-11-21T00:30'))).toBe(false);
  });
});

describe('the next opening', () => {
  it.each([
    ['2026-11-20T07:00', '2026-11-20T08:00'],
    ['2026-11-20T21:00', '2026-11-21T09:00'],
    ['2026-11-21T14:00', '2026-11-23T08:00'],
    // Saturday, Sunday, then the Monday of Cartagena's independence.
    ['2026-11-14T13:00', '2026-11-17T08:00'],
  ])('after %s is %s', (after, opens) => {
    expect(nextOpeningAt(hours, bogota(after))).toEqual(bogota(opens));
  });

  it('does not come where nothing ever opens', () => {
    const never = { weekday: null, saturday: null, sunday: null, holiday: null };
    expect(nextOpeningAt(never, bogota('2026-11-20T07:00'))).toBeNull();
  });

  it('is after the instant, and open, while the millisecond before it is closed', () => {
    const instant = fc.date({
      min: new Date('2024-01-01T00:00:00Z'),
      max: new Date('2034-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (at) => {
        const opensAt = nextOpeningAt(hours, at);
        if (opensAt === null) throw new Error('it opens every week');
        expect(opensAt.getTime()).toBeGreaterThan(at.getTime());
        expect(isOpenAt(hours, opensAt)).toBe(true);
        expect(isOpenAt(hours, new Date(opensAt.getTime() - 1))).toBe(false);
      }),
    );
  });
});
