import fc from 'fast-check';
import { addDays, dayOf, monthOf } from './index.js';

const instant = fc.date({
  min: new Date('1994-01-01T00:00:00Z'),
  max: new Date('2099-12-31T23:59:59Z'),
  noInvalidDate: true,
});

const monthByIntl = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Bogota',
  year: 'numeric',
  month: '2-digit',
});

describe('the month in Bogota', () => {
  it.each([
    ['its first instant', '2026-11-01T05:00:00.000Z', '2026-11-01', '2026-12-01'],
    ['its last one', '2026-12-01T04:59:59.999Z', '2026-11-01', '2026-12-01'],
    [
      'New Year’s Eve, when it is January in UTC',
      '2027-01-01T04:59:59Z',
      '2026-12-01',
      '2027-01-01',
    ],
    ['February', '2026-02-10T12:00:00Z', '2026-02-01', '2026-03-01'],
    ['the 29th of February', '2028-02-29T12:00:00Z', '2028-02-01', '2028-03-01'],
  ])('holds %s', (_, at, first, next) => {
    const { startsAt, endsAt } = monthOf(new Date(at));
    expect(startsAt.toISOString()).toBe(`${first}T05:00:00.000Z`);
    expect(endsAt.toISOString()).toBe(`${next}T05:00:00.000Z`);
  });

  it('is the month that Intl gives for America/Bogota, and ends with it', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const { startsAt, endsAt } = monthOf(at);
        const month = monthByIntl.format(at);
        expect(startsAt <= at && at < endsAt).toBe(true);
        expect(monthByIntl.format(startsAt)).toBe(month);
        expect(monthByIntl.format(new Date(startsAt.getTime() - 1))).not.toBe(month);
        expect(monthByIntl.format(new Date(endsAt.getTime() - 1))).toBe(month);
        expect(monthByIntl.format(endsAt)).not.toBe(month);
      }),
    );
  });

  it('has the days of its length', () => {
    const days = (at: string) => {
      const { startsAt, endsAt } = monthOf(new Date(at));
      return (endsAt.getTime() - startsAt.getTime()) / 86_400_000;
    };
    expect(days('2026-02-10T12:00:00Z')).toBe(28);
    expect(days('2028-02-10T12:00:00Z')).toBe(29);
    expect(days('2026-11-10T12:00:00Z')).toBe(30);
    expect(days('2026-12-10T12:00:00Z')).toBe(31);
  });

  it('follows the one before without a gap', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const { endsAt } = monthOf(at);
        expect(monthOf(endsAt).startsAt).toEqual(endsAt);
        expect(dayOf(endsAt)).toBe(addDays(dayOf(new Date(endsAt.getTime() - 1)), 1));
      }),
    );
  });

  it('is not made up for an instant that is none', () => {
    expect(() => monthOf(new Date(Number.NaN))).toThrow(
      expect.objectContaining({ code: 'BAD_INSTANT' }),
    );
  });
});
