/** Why a question about days was refused. Each one is a mistake in the question. */
export const CALENDAR_ERRORS = {
  BAD_DAY: 'a day must exist and be written YYYY-MM-DD',
  BAD_INSTANT: 'an instant must be a valid date of the years 1 to 9999',
  BAD_COUNT: 'a number of days must be a whole number within its limit',
  BAD_CUTOFF: 'a cut-off must be written HH:MM, from 00:00 to 24:00',
  YEAR_OUT_OF_RANGE: 'holidays are known from the first year of Ley 51 of 1983',
  NEVER_OPENS: 'the calendar has no business day within reach',
  CONFLICTING_EXCEPTIONS: 'a calendar has one exception for a day, or none',
} as const satisfies Record<string, string>;

export type CalendarErrorCode = keyof typeof CALENDAR_ERRORS;

/** Thrown by every function of this library that cannot answer. */
export class CalendarError extends Error {
  readonly code: CalendarErrorCode;

  constructor(code: CalendarErrorCode, detail: string) {
    super(`${CALENDAR_ERRORS[code]}: ${detail}`);
    this.name = 'CalendarError';
    this.code = code;
  }
}
