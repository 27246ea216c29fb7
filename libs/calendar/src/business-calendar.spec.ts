import fc from 'fast-check';
import {
  addDays,
  alwaysOpen,
  bankCalendar,
  dayOfWeek,
  holidays,
  legalCalendar,
  withExceptions,
} from './index.js';

const day = fc.integer({ min: 0, max: 7_669 }).map((n) => addDays('2020-01-01', n));

describe('the legal calendar', () => {
  it('is closed on holidays and on no other day', () => {
    fc.assert(
      fc.property(day, (which) => {
        const year = Number(which.slice(0, 4));
        const holiday = holidays(year).some((candidate) => candidate.day === which);
        expect(legalCalendar.isBusinessDay(which)).toBe(!holiday);
      }),
    );
  });

  it('counts weekends and 31 December as open', () => {
    const open = ['2026-11-21', '2026-11-22', '2026-12-31'];
    expect(open.every((which) => legalCalendar.isBusinessDay(which))).toBe(true);
  });
});

describe('the bank calendar', () => {
  it.each([
    ['a Saturday', '2026-11-21'],
    ['a Sunday', '2026-11-22'],
    ['a holiday', '2026-11-16'],
    ['31 December', '2026-12-31'],
    ['Maundy Thursday', '2026-04-02'],
    ['Chiquinquirá', '2026-07-13'],
  ])('is closed on %s', (_name, which) => {
    expect(bankCalendar.isBusinessDay(which)).toBe(false);
  });

  it('is open on a plain weekday', () => {
    expect(bankCalendar.isBusinessDay('2026-11-20')).toBe(true);
    expect(bankCalendar.isBusinessDay('2025-07-14')).toBe(true);
  });

  it('is never open when the law is closed, nor on a weekend', () => {
    fc.assert(
      fc.property(day, (which) => {
        const shut = !legalCalendar.isBusinessDay(which) || dayOfWeek(which) % 6 === 0;
        expect(shut && bankCalendar.isBusinessDay(which)).toBe(false);
      }),
    );
  });
});

describe('a calendar that never closes', () => {
  it('is open every day', () => {
    fc.assert(fc.property(day, (which) => expect(alwaysOpen.isBusinessDay(which)).toBe(true)));
  });
});

describe('a calendar with exceptions', () => {
  const carnival = { day: '2026-02-16', kind: 'closed', source: 'carnival' } as const;
  const extra = { day: '2026-11-21', kind: 'open', source: 'notice 12 of the network' } as const;

  it('closes and opens on the days it names', () => {
    const calendar = withExceptions(bankCalendar, [carnival, extra], 'counter');
    expect(calendar.name).toBe('counter');
    expect(calendar.isBusinessDay(carnival.day)).toBe(false);
    expect(calendar.isBusinessDay(extra.day)).toBe(true);
  });

  it('is the old calendar on every other day', () => {
    const calendar = withExceptions(bankCalendar, [carnival, extra]);
    const others = day.filter((which) => which !== carnival.day && which !== extra.day);
    expect(calendar.name).toBe(bankCalendar.name);
    fc.assert(
      fc.property(others, (which) => {
        expect(calendar.isBusinessDay(which)).toBe(bankCalendar.isBusinessDay(which));
      }),
    );
  });

  it('leaves the old calendar as it was', () => {
    withExceptions(bankCalendar, [carnival]);
    expect(bankCalendar.isBusinessDay(carnival.day)).toBe(true);
  });

  it('refuses two exceptions for one day', () => {
    const twice = [carnival, { ...carnival, kind: 'open' as const }];
    expect(() => withExceptions(bankCalendar, twice)).toThrow(
      expect.objectContaining({ code: 'CONFLICTING_EXCEPTIONS' }),
    );
  });

  it('refuses a day that does not exist', () => {
    expect(() => withExceptions(alwaysOpen, [{ ...carnival, day: '2026-02-30' }])).toThrow(
      expect.objectContaining({ code: 'BAD_DAY' }),
    );
  });
});
