import { dayOf, isDay, startOfDay } from '@cauce/calendar';

const MS_PER_SECOND = 1_000;
const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/**
 * An instant as ePayco writes it: `2026-11-20 10:00:00`, time of Bogota, without a zone.
 */
export function bogotaText(at: Date): string {
  const day = dayOf(at);
  const seconds = Math.floor((at.getTime() - startOfDay(day).getTime()) / MS_PER_SECOND);
  const pair = (value: number) => String(value).padStart(2, '0');
  const hours = pair(Math.floor(seconds / 3_600));
  return `${day} ${hours}:${pair(Math.floor(seconds / 60) % 60)}:${pair(seconds % 60)}`;
}

/** What a date text of a request means. */
export interface BogotaInstant {
  readonly at: Date;
  readonly isDateOnly: boolean;
}

/**
 * Reads `2026-12-05` or `2026-12-05 18:30:00` (seconds may be missing) as a time of Bogota.
 * @returns the last second of the day when there is no time; null for anything else, such as ISO with a zone
 * @source epayco-node pull request 82: the legacy answer to a date is that date at 23:59:59
 */
export function readBogotaText(text: string): BogotaInstant | null {
  const [day = '', time, ...rest] = text.split(' ');
  if (!isDay(day) || rest.length > 0) return null;
  const isDateOnly = time === undefined;
  const match = TIME_OF_DAY.exec(time ?? '23:59:59');
  if (match === null) return null;
  const [, hours, minutes, seconds = '0'] = match;
  const offset = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return { at: new Date(startOfDay(day).getTime() + offset * MS_PER_SECOND), isDateOnly };
}
