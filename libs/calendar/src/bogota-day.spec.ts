import fc from 'fast-check';
import { addDays, dayOf, dayOfWeek, isDay, startOfDay } from './index.js';

const bogotaByIntl = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Bogota',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** After the one spell of summer time that Colombia had. */
const instant = fc.date({
  min: new Date('1994-01-01T00:00:00Z'),
  max: new Date('2099-12-31T23:59:59Z'),
  noInvalidDate: true,
});
const day = instant.map(dayOf);

describe('the day in Bogota', () => {
  it('is the day that Intl gives for America/Bogota', () => {
    fc.assert(
      fc.property(instant, (at) => expect(dayOf(at)).toBe(bogotaByIntl.format(at))),
      { numRuns: 1_000 },
    );
  });

  it('changes at 05:00 UTC, on each day of four years', () => {
    const first = Date.parse('2025-01-01T05:00:00.000Z');
    for (let n = 0; n < 4 * 366; n += 1) {
      const midnight = new Date(first + n * 86_400_000);
      const before = new Date(midnight.getTime() - 1);
      expect(dayOf(midnight)).toBe(bogotaByIntl.format(midnight));
      expect(dayOf(before)).toBe(bogotaByIntl.format(before));
      expect(dayOf(before)).toBe(addDays(dayOf(midnight), -1));
    }
  });

  it('knows the evening of New Year as the old year', () => {
    expect(dayOf(new Date('2027-01-01T04:59:59.999Z'))).toBe('2026-12-31');
    expect(dayOf(new Date('2027-01-01T05:00:00.000Z'))).toBe('2027-01-01');
  });

  it.each([new Date(Number.NaN), new Date(8.64e15), new Date('-000001-01-01T00:00:00Z')])(
    'is not made up for %p',
    (at) => {
      expect(() => dayOf(at)).toThrow(expect.objectContaining({ code: 'BAD_INSTANT' }));
    },
  );
});

describe('the start of a day', () => {
  it('is 05:00 UTC', () => {
    expect(startOfDay('2026-11-20').toISOString()).toBe('2026-11-20T05:00:00.000Z');
  });

  it('is the first instant of that day', () => {
    fc.assert(
      fc.property(day, (which) => {
        const start = startOfDay(which);
        expect(dayOf(start)).toBe(which);
        expect(dayOf(new Date(start.getTime() - 1))).not.toBe(which);
      }),
    );
  });
});

describe('adding days', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-11-20', 0, '2026-11-20'],
    ['2026-11-20', 365, '2027-11-20'],
  ])('takes %s by %d to %s', (from, n, to) => {
    expect(addDays(from, n)).toBe(to);
  });

  it('is undone by taking them away', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5_000, max: 5_000 }), (from, n) => {
        expect(addDays(addDays(from, n), -n)).toBe(from);
      }),
    );
  });

  it('orders days as text', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 5_000 }), (from, n) => {
        expect(addDays(from, n) > from).toBe(true);
      }),
    );
  });

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2_000_000])('refuses %d days', (n) => {
    expect(() => addDays('2026-11-20', n)).toThrow(expect.objectContaining({ code: 'BAD_COUNT' }));
  });

  it('refuses to leave the years 1 to 9999', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(expect.objectContaining({ code: 'BAD_DAY' }));
  });
});

describe('the day of the week', () => {
  it('counts from Sunday', () => {
    const week = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
    expect(week.map(dayOfWeek)).toEqual([0, 1, 2, 3, 4]);
    expect(['2026-11-27', '2026-11-28'].map(dayOfWeek)).toEqual([5, 6]);
  });

  it('advances by one a day', () => {
    fc.assert(
      fc.property(day, (which) => {
        expect(dayOfWeek(addDays(which, 1))).toBe((dayOfWeek(which) + 1) % 7);
      }),
    );
  });
});

describe('a text that is no day', () => {
  it.each(['', '2026-02-29', '2026-13-01', '2026-00-10', '2026-11-31', '20261120', '2026-1-1'])(
    'is refused: %j',
    (text) => {
      const refused = expect.objectContaining({ code: 'BAD_DAY' });
      expect(isDay(text)).toBe(false);
      expect(() => startOfDay(text)).toThrow(refused);
      expect(() => addDays(text, 1)).toThrow(refused);
      expect(() => dayOfWeek(text)).toThrow(refused);
    },
  );
});
