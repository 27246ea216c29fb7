import { addDays, dayOfWeek, type Day } from './bogota-day.js';
import { CalendarError } from './calendar-error.js';
import { easterSunday } from './easter.js';
import { FIRST_YEAR, HOLIDAY_RULES, type HolidayDate } from './holiday-rules.js';

export interface Holiday {
  readonly day: Day;
  /** In Spanish; two holidays that fall on one day are joined: 'Sagrado Corazón de Jesús · San Pedro y San Pablo'. */
  readonly name: string;
}

const LAST_YEAR = 9999;
const MONDAY = 1;

/**
 * The legal holidays of a year in Colombia.
 * @param year 1984 to 9999
 * @returns one entry a day, in order of days; also those that fall on a Sunday
 * @throws CalendarError YEAR_OUT_OF_RANGE
 * @source the table in holiday-rules.ts
 */
export function holidays(year: number): readonly Holiday[] {
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw new CalendarError('YEAR_OUT_OF_RANGE', `${year}`);
  }
  const names = new Map<Day, string>();
  for (const rule of HOLIDAY_RULES) {
    if (year < rule.since) continue;
    const day = dayIn(year, rule.date);
    const other = names.get(day);
    names.set(day, other === undefined ? rule.name : `${other} · ${rule.name}`);
  }
  return [...names]
    .map(([day, name]) => ({ day, name }))
    .toSorted((left, right) => (left.day < right.day ? -1 : 1));
}

function dayIn(year: number, date: HolidayDate): Day {
  if ('on' in date) return `${year}-${date.on}`;
  if ('mondayFrom' in date) return mondayFrom(`${year}-${date.mondayFrom}`);
  return addDays(easterSunday(year), date.easterPlus);
}

function mondayFrom(day: Day): Day {
  return addDays(day, (MONDAY - dayOfWeek(day) + 7) % 7);
}
