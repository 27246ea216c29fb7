import Holidays from 'date-holidays';
import { easterSunday } from './easter.js';
import { addDays, CalendarError, dayOfWeek, holidays, type Day } from './index.js';

const YEARS = Array.from({ length: 21 }, (_, index) => 2020 + index);

const oracle = new Holidays('CO');

/** What date-holidays calls a public holiday, in its order and with its repetitions. */
function oracleDays(year: number): { day: Day; name: string }[] {
  return oracle
    .getHolidays(year)
    .filter((holiday) => holiday.type === 'public')
    .map((holiday) => ({ day: holiday.date.slice(0, 10), name: holiday.name }));
}

/** The days on which two holidays fall: St Peter and St Paul, and the Sacred Heart. */
const SHARED_DAYS: readonly Day[] = ['2025-06-30', '2030-07-01', '2038-07-05'];

describe('the holidays of 2020 to 2040 against date-holidays', () => {
  it.each(YEARS)('are the same in %d, but for Easter Sunday', (year) => {
    const theirs = new Set(oracleDays(year).map(({ day }) => day));
    theirs.delete(easterSunday(year));
    expect(holidays(year).map(({ day }) => day)).toEqual([...theirs].toSorted());
  });
});

describe('the known errors of date-holidays', () => {
  it.each(YEARS)('Easter Sunday is listed as public in %d, which no law says', (year) => {
    const easter = easterSunday(year);
    expect(oracleDays(year)).toContainEqual({ day: easter, name: 'Pascua' });
    expect(holidays(year).map(({ day }) => day)).not.toContain(easter);
  });

  it('a day with two holidays is listed twice', () => {
    const twice = YEARS.flatMap((year) => {
      const days = oracleDays(year).map(({ day }) => day);
      return days.filter((day, index) => days.indexOf(day) !== index);
    });
    expect(twice).toEqual(SHARED_DAYS);
  });

  it.each(YEARS)('the Ascension of %d is called by the name of the Assumption', (year) => {
    const ascension = addDays(easterSunday(year), 43);
    expect(oracleDays(year)).toContainEqual({ day: ascension, name: 'La Asunción' });
    expect(holidays(year)).toContainEqual({ day: ascension, name: 'Ascensión del Señor' });
  });
});

describe('the holidays of a year', () => {
  it('are these nineteen in 2026', () => {
    expect(
      holidays(2026)
        .map(({ day }) => day.slice(5))
        .join(' '),
    ).toBe(
      '01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-13 07-20 08-07 08-17 ' +
        '10-12 11-02 11-16 12-08 12-25',
    );
  });

  it.each([
    [2025, 17],
    [2026, 19],
    [2027, 19],
    [2028, 19],
  ])('of %d are %d days', (year, count) => {
    expect(holidays(year)).toHaveLength(count);
  });

  it('include Chiquinquirá from 2026, the first year of Ley 2578', () => {
    const chiquinquira = YEARS.flatMap((year) =>
      holidays(year).filter(({ name }) => name === 'Virgen de Chiquinquirá'),
    );
    expect(chiquinquira.map(({ day }) => Number(day.slice(0, 4)))).toEqual(
      YEARS.filter((year) => year >= 2026),
    );
    expect(chiquinquira[0]?.day).toBe('2026-07-13');
  });

  it('join the names of two holidays that fall on one day', () => {
    expect(holidays(2025)).toContainEqual({
      day: '2025-06-30',
      name: 'Sagrado Corazón de Jesús · San Pedro y San Pablo',
    });
  });

  it('fall on a Monday wherever the law moves them', () => {
    const fixed = /^(Año Nuevo|Jueves|Viernes|Día del|Día de la I|Batalla|Inmaculada|Navidad)/;
    const moved = YEARS.flatMap((year) => holidays(year).filter(({ name }) => !fixed.test(name)));
    expect(moved.length).toBeGreaterThan(YEARS.length * 9);
    expect(moved.filter(({ day }) => dayOfWeek(day) !== 1)).toEqual([]);
  });

  it('come in order and once each', () => {
    for (const year of YEARS) {
      const days = holidays(year).map(({ day }) => day);
      expect(days).toEqual([...new Set(days)].toSorted());
    }
  });

  it.each([1983, 10_000, 2026.5, Number.NaN])('are not made up for %d', (year) => {
    expect(() => holidays(year)).toThrow(CalendarError);
  });
});

describe('Easter Sunday', () => {
  it.each([
    [1818, '1818-03-22'],
    [1943, '1943-04-25'],
    [1954, '1954-04-18'],
    [1981, '1981-04-19'],
    [2000, '2000-04-23'],
    [2038, '2038-04-25'],
    [2049, '2049-04-18'],
  ])('of %d is %s, in the years where a simpler rule goes wrong', (year, day) => {
    expect(easterSunday(year)).toBe(day);
  });

  it('is a Sunday between 22 March and 25 April', () => {
    for (let year = 1900; year < 2200; year += 1) {
      const easter = easterSunday(year);
      expect(dayOfWeek(easter)).toBe(0);
      expect(easter.slice(5) >= '03-22' && easter.slice(5) <= '04-25').toBe(true);
    }
  });
});
