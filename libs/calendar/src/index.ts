export { CALENDAR_ERRORS, CalendarError, type CalendarErrorCode } from './calendar-error.js';
export {
  addDays,
  dayOf,
  dayOfWeek,
  isDay,
  startOfDay,
  type Day,
  type DayOfWeek,
} from './bogota-day.js';
export { monthOf, type Month } from './bogota-month.js';
export { holidays, type Holiday } from './holidays.js';
export {
  alwaysOpen,
  bankCalendar,
  legalCalendar,
  withExceptions,
  type BusinessCalendar,
  type CalendarException,
} from './business-calendar.js';
export { nextBusinessDay, previousBusinessDay, valueDate } from './value-date.js';
export {
  DAY_KINDS,
  dayKindOf,
  isOpenAt,
  nextOpeningAt,
  type DayKind,
  type OpeningHours,
  type OpeningTimes,
} from './opening-hours.js';
