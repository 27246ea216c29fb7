import { addDays, dayOf, isDay, startOfDay, type Day } from '@cauce/calendar';
import { clipExpiry, ConnectorError, type ExpiryRule } from '@cauce/connector-kit';

const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?$/;

const LIFE_TIME = /^(\d{1,6})([mhd])$/;

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The last second of a day in Bogota: an order that expires on a day can be paid until then. */
export function endOfDay(day: Day): Date {
  return new Date(startOfDay(addDays(day, 1)).getTime() - 1000);
}

/**
 * The day on which an order is to expire. Orders live until the end of a day: it is the day of the wish, or the
 * day before where the end of that day would be later than the rule allows.
 *
 * @param wished the instant that the merchant, or the route's default, asks for
 * @param rule lengths in milliseconds from the issue
 * @param now the instant of the issue
 */
export function expirationDay(wished: Date, rule: ExpiryRule, now: Date): Day {
  const day = dayOf(clipExpiry(wished, rule, now));
  const dayBefore = addDays(day, -1);
  const isTooLate = lifeMs(day, now) > rule.maximumMs;
  return isTooLate && lifeMs(dayBefore, now) >= rule.minimumMs ? dayBefore : day;
}

/** A day as the register wants it: `DD/MM/YYYY`. */
export function toSlashedDay(day: Day): string {
  const [year, month, date] = day.split('-');
  return `${date}/${month}/${year}`;
}

/**
 * Reads Payvalida's local time, `YYYY-MM-DD HH:MM:SS` in Bogota.
 *
 * @throws ConnectorError malformed_reply for anything else, a day or an hour that does not exist included
 */
export function fromLocalTime(text: string): Date {
  const [, day = '', time = ''] = LOCAL_TIME.exec(text.trim()) ?? [];
  const at = new Date(`${day}T${time}-05:00`);
  if (isDay(day) && !Number.isNaN(at.getTime()) && dayOf(at) === day) return at;
  throw new ConnectorError('malformed_reply', `not a time: ${text.slice(0, 40)}`);
}

/**
 * The end of an order as its creation and its `LIFE_TIME` tell it. The life is cut to whole hours, so that the
 * sum lies on the last day and not at its end: `2022-02-07 10:45:57` and `445h` are the end of 25 February.
 *
 * @returns null when there is no life that can be read
 */
export function endOfLife(createdAt: Date, lifeTime: string): Date | null {
  const [, count = '', unit = ''] = LIFE_TIME.exec(lifeTime.trim()) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined) return null;
  return endOfDay(dayOf(new Date(createdAt.getTime() + Number(count) * unitMs)));
}

function lifeMs(day: Day, now: Date): number {
  return endOfDay(day).getTime() - now.getTime();
}
