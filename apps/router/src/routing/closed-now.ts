import { dayKindOf, dayOf, isOpenAt, nextOpeningAt } from '@cauce/calendar';
import type { RouteFacts } from './choose-route.js';

/**
 * Why a route issues nothing at an instant because of its hours.
 *
 * @returns null for one that is open, or has no hours
 */
export function closedNow(
  { hours }: Pick<RouteFacts, 'hours'>,
  at: Date,
): 'closed_hours' | 'holiday' | null {
  if (hours === null || isOpenAt(hours, at)) return null;
  const isHoliday = dayKindOf(dayOf(at)) === 'holiday' && hours.holiday === null;
  return isHoliday ? 'holiday' : 'closed_hours';
}

/**
 * When a route that is closed now issues again.
 *
 * @returns null for one that is open, and for one that does not open for weeks
 */
export function closedUntil({ hours }: Pick<RouteFacts, 'hours'>, at: Date): Date | null {
  return hours === null || isOpenAt(hours, at) ? null : nextOpeningAt(hours, at);
}
