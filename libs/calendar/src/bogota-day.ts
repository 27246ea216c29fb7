import { CalendarError } from './calendar-error.js';

/** A calendar day in America/Bogota, `YYYY-MM-DD`. Days compare as text: `'2026-01-02' > '2026-01-01'`. */
export type Day = string;

/** 0 is Sunday and 6 is Saturday, as in `Date.getUTCDay`. */
export type DayOfWeek = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const MS_PER_DAY = 86_400_000;

/**
 * Colombia keeps UTC−5 all year. Its one spell of summer time ended on 1993-02-06; instants before it
 * may fall on the wrong day here, and no payment is that old.
 * @source IANA time zone database, zone America/Bogota
 */
const BOGOTA_BEHIND_UTC_MS = 5 * 3_600_000;

/** No question of this library spans more; it keeps every date inside four-digit years. */
const MAX_DAYS_ADDED = 1_000_000;

const DAY_FORM = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The day that it is in Bogota at an instant.
 * @throws CalendarError BAD_INSTANT for an invalid date or one outside the years 1 to 9999
 */
export function dayOf(at: Date): Day {
  return dayAt(at.getTime() - BOGOTA_BEHIND_UTC_MS, 'BAD_INSTANT');
}

/**
 * The instant at which a day begins in Bogota: 05:00 UTC.
 * @throws CalendarError BAD_DAY
 */
export function startOfDay(day: Day): Date {
  return new Date(utcMidnightMs(day) + BOGOTA_BEHIND_UTC_MS);
}

/**
 * The day that is `n` calendar days later, or earlier when `n` is negative.
 * @throws CalendarError BAD_DAY, BAD_COUNT
 */
export function addDays(day: Day, n: number): Day {
  if (!Number.isInteger(n) || Math.abs(n) > MAX_DAYS_ADDED) {
    throw new CalendarError('BAD_COUNT', `${n} days`);
  }
  return dayAt(utcMidnightMs(day) + n * MS_PER_DAY, 'BAD_DAY');
}

/**
 * Which day of the week it is, 0 for Sunday.
 * @throws CalendarError BAD_DAY
 */
export function dayOfWeek(day: Day): DayOfWeek {
  return new Date(utcMidnightMs(day)).getUTCDay() as DayOfWeek;
}

/** Tells whether a text from outside is a day that exists: '2026-02-29' is not. */
export function isDay(text: string): boolean {
  return DAY_FORM.test(text) && toText(Date.parse(`${text}T00:00:00Z`)) === text;
}

function utcMidnightMs(day: Day): number {
  if (!isDay(day)) throw new CalendarError('BAD_DAY', JSON.stringify(day));
  return Date.parse(`${day}T00:00:00Z`);
}

function dayAt(utcMs: number, refusal: 'BAD_DAY' | 'BAD_INSTANT'): Day {
  const text = toText(utcMs);
  if (text === null) throw new CalendarError(refusal, `${utcMs} ms since 1970`);
  return text;
}

function toText(utcMs: number): string | null {
  const date = new Date(utcMs);
  if (Number.isNaN(date.getTime())) return null;
  const text = date.toISOString();
  return text.length === '0000-00-00T00:00:00.000Z'.length ? text.slice(0, 10) : null;
}
