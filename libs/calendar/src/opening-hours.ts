import { addDays, dayOf, dayOfWeek, startOfDay, type Day } from './bogota-day.js';
import { legalCalendar } from './business-calendar.js';

/** When counters are open on one kind of day, `HH:MM` in Bogota; `24:00` is the end of the day. */
export interface OpeningTimes {
  readonly opens: string;
  readonly closes: string;
}

/** Kinds of days, the most special first: a holiday that falls on a Sunday counts as a holiday. */
export const DAY_KINDS = ['holiday', 'sunday', 'saturday', 'weekday'] as const;

export type DayKind = (typeof DAY_KINDS)[number];

/** Opening times by kind of day; null is closed all day. */
export type OpeningHours = Readonly<Record<DayKind, OpeningTimes | null>>;

/** Longest row of closed days that is looked through: two weeks are more than any Holy Week. */
const MAX_DAYS_AHEAD = 14;

const MINUTE_MS = 60_000;

/** Which opening times count on a day. */
export function dayKindOf(day: Day): DayKind {
  if (!legalCalendar.isBusinessDay(day)) return 'holiday';
  const weekday = dayOfWeek(day);
  if (weekday === 0) return 'sunday';
  return weekday === 6 ? 'saturday' : 'weekday';
}

/**
 * Whether counters are open at an instant.
 *
 * @param lagMs how long after it closes a counter still counts as open: shops report late
 */
export function isOpenAt(hours: OpeningHours, at: Date, lagMs = 0): boolean {
  const today = dayOf(at);
  // The day before counts while the lag after its end runs over midnight.
  return [today, addDays(today, -1)].some((day) => {
    const span = spanOf(hours, day);
    return span !== null && at >= span.opensAt && at.getTime() < span.closesAt.getTime() + lagMs;
  });
}

/** The first instant after the given one at which counters open; null when they do not for two weeks. */
export function nextOpeningAt(hours: OpeningHours, at: Date): Date | null {
  const today = dayOf(at);
  for (let n = 0; n <= MAX_DAYS_AHEAD; n += 1) {
    const span = spanOf(hours, addDays(today, n));
    if (span !== null && span.opensAt > at) return span.opensAt;
  }
  return null;
}

function spanOf(hours: OpeningHours, day: Day): { opensAt: Date; closesAt: Date } | null {
  const times = hours[dayKindOf(day)];
  if (times === null) return null;
  const startMs = startOfDay(day).getTime();
  return {
    opensAt: new Date(startMs + minutesOf(times.opens) * MINUTE_MS),
    closesAt: new Date(startMs + minutesOf(times.closes) * MINUTE_MS),
  };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
