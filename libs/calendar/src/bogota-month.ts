import { addDays, dayOf, startOfDay } from './bogota-day.js';

/** A calendar month in America/Bogota, from its first instant up to the first one of the next month. */
export interface Month {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** From the first of any month, this many days later is a day of the next one. */
const LONGEST_MONTH_DAYS = 31;

/**
 * The month that it is in Bogota at an instant.
 *
 * @returns `startsAt` is in the month, `endsAt` is not
 * @throws CalendarError BAD_INSTANT, and BAD_DAY for December 9999, which no day follows
 */
export function monthOf(at: Date): Month {
  const first = firstOfMonth(dayOf(at));
  const next = firstOfMonth(addDays(first, LONGEST_MONTH_DAYS));
  return { startsAt: startOfDay(first), endsAt: startOfDay(next) };
}

function firstOfMonth(day: string): string {
  return `${day.slice(0, 'YYYY-MM'.length)}-01`;
}
