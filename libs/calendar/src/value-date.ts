import { addDays, dayOf, startOfDay, type Day } from './bogota-day.js';
import { type BusinessCalendar } from './business-calendar.js';
import { CalendarError } from './calendar-error.js';

/** A calendar that stays closed longer than this is wrong; the longest real run, Holy Week, is 4 days. */
const MAX_CLOSED_RUN_DAYS = 31;

/** No settlement promise reaches further than a year. */
const MAX_BUSINESS_DAYS = 366;

const CUTOFF_FORM = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const MS_PER_MINUTE = 60_000;

/**
 * The n-th business day after a day.
 * @param n 1 is the next one; 0 is the day itself if it is a business day, else the next one
 * @throws CalendarError BAD_DAY, BAD_COUNT, NEVER_OPENS
 */
export function nextBusinessDay(calendar: BusinessCalendar, day: Day, n = 1): Day {
  return walk(calendar, day, n, 1);
}

/**
 * The n-th business day before a day.
 * @param n 1 is the one before; 0 is the day itself if it is a business day, else the one before
 * @throws CalendarError BAD_DAY, BAD_COUNT, NEVER_OPENS
 */
export function previousBusinessDay(calendar: BusinessCalendar, day: Day, n = 1): Day {
  return walk(calendar, day, n, -1);
}

/**
 * The day on which money collected at an instant is due in the bank.
 *
 * The business date comes first: the day in Bogota, or the next day from the cut-off on, moved to a
 * business day. The value date is n business days after it. So what is collected on Holy Thursday, on the
 * weekend and on Monday before the cut-off all has business date Monday, and T+1 pays it on Tuesday.
 * @param cutoff 'HH:MM' in Bogota; an event at the cut-off is late. '24:00' means that there is none
 * @param n business days: 1 for T+1; 0 for the business date itself
 * @throws CalendarError BAD_CUTOFF, BAD_COUNT, BAD_INSTANT, NEVER_OPENS
 */
export function valueDate(calendar: BusinessCalendar, at: Date, cutoff: string, n: number): Day {
  const day = dayOf(at);
  const cutoffAtMs = startOfDay(day).getTime() + minutesOf(cutoff) * MS_PER_MINUTE;
  const accepted = at.getTime() < cutoffAtMs ? day : addDays(day, 1);
  return nextBusinessDay(calendar, nextBusinessDay(calendar, accepted, 0), n);
}

function walk(calendar: BusinessCalendar, from: Day, n: number, step: 1 | -1): Day {
  if (!Number.isInteger(n) || n < 0 || n > MAX_BUSINESS_DAYS) {
    throw new CalendarError('BAD_COUNT', `${n} is not within 0 and ${MAX_BUSINESS_DAYS}`);
  }
  let day = nearestOpen(calendar, n === 0 ? from : addDays(from, step), step);
  for (let count = 1; count < n; count += 1) {
    day = nearestOpen(calendar, addDays(day, step), step);
  }
  return day;
}

function nearestOpen(calendar: BusinessCalendar, from: Day, step: 1 | -1): Day {
  let day = from;
  for (let closed = 0; closed <= MAX_CLOSED_RUN_DAYS; closed += 1) {
    if (calendar.isBusinessDay(day)) return day;
    day = addDays(day, step);
  }
  throw new CalendarError('NEVER_OPENS', `${calendar.name} from ${from}`);
}

function minutesOf(cutoff: string): number {
  const match = CUTOFF_FORM.exec(cutoff);
  if (match === null) throw new CalendarError('BAD_CUTOFF', JSON.stringify(cutoff));
  return match[1] === undefined ? 24 * 60 : Number(match[1]) * 60 + Number(match[2]);
}
