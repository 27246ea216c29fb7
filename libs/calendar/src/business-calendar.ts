import { dayOfWeek, isDay, type Day } from './bogota-day.js';
import { CalendarError } from './calendar-error.js';
import { holidays } from './holidays.js';

/** Answers on which days somebody works. */
export interface BusinessCalendar {
  readonly name: string;
  isBusinessDay(day: Day): boolean;
}

/** A day on which a calendar differs from its rule: a civic day, a strike, an extra opening. */
export interface CalendarException {
  readonly day: Day;
  readonly kind: 'closed' | 'open';
  /** Who said so, for whoever asks later. */
  readonly source: string;
}

/** Closed on legal holidays only. Saturdays and Sundays count as open: cash counters work then. */
export const legalCalendar: BusinessCalendar = {
  name: 'CO-legal',
  isBusinessDay: (day) => !isHoliday(day),
};

/**
 * Banking days: neither holidays, Saturdays nor Sundays, and not 31 December, when banks close their
 * books although it is no holiday.
 */
export const bankCalendar: BusinessCalendar = {
  name: 'CO-bank',
  isBusinessDay: (day) => !isWeekend(day) && !isHoliday(day) && !day.endsWith('-12-31'),
};

/** For whatever never closes, such as Bre-B. */
export const alwaysOpen: BusinessCalendar = {
  name: '24x7',
  isBusinessDay: () => true,
};

/**
 * A calendar that differs from another one on some days; an exception wins over the rule.
 * @param exceptions at most one a day
 * @param name of the new calendar; the old one's when left out
 * @throws CalendarError BAD_DAY, CONFLICTING_EXCEPTIONS
 */
export function withExceptions(
  calendar: BusinessCalendar,
  exceptions: Iterable<CalendarException>,
  name: string = calendar.name,
): BusinessCalendar {
  const kinds = new Map<Day, CalendarException['kind']>();
  for (const { day, kind } of exceptions) {
    if (!isDay(day)) throw new CalendarError('BAD_DAY', JSON.stringify(day));
    if (kinds.has(day)) throw new CalendarError('CONFLICTING_EXCEPTIONS', `${day} in ${name}`);
    kinds.set(day, kind);
  }
  return {
    name,
    isBusinessDay(day) {
      const kind = kinds.get(day);
      return kind === undefined ? calendar.isBusinessDay(day) : kind === 'open';
    },
  };
}

/** Holidays by year, worked out once: at most one small set for each year that was asked about. */
const holidaysOfYear = new Map<number, ReadonlySet<Day>>();

function isHoliday(day: Day): boolean {
  if (!isDay(day)) throw new CalendarError('BAD_DAY', JSON.stringify(day));
  const year = Number(day.slice(0, 4));
  const known = holidaysOfYear.get(year) ?? new Set(holidays(year).map((holiday) => holiday.day));
  holidaysOfYear.set(year, known);
  return known.has(day);
}

function isWeekend(day: Day): boolean {
  return dayOfWeek(day) % 6 === 0;
}
