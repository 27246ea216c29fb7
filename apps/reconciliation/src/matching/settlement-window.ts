import {
  addDays,
  bankCalendar,
  nextBusinessDay,
  previousBusinessDay,
  type Day,
} from '@cauce/calendar';

/**
 * Days whose payments the file of a day may show: the day itself, the next one, and those before it back
 * to the last banking day, because a provider's day does not end at our midnight, and what was collected
 * after a Friday's cut-off may be reported on the Tuesday after a long weekend.
 *
 * @returns three days or more, in order
 * @source reference of the reconciliation practice: the date window is one of business days
 */
export function daysShownIn(day: Day): Day[] {
  const isBanking = bankCalendar.isBusinessDay(day);
  const first = isBanking ? previousBusinessDay(bankCalendar, day) : addDays(day, -1);
  const days: Day[] = [];
  for (let one = addDays(day, 1); one >= first; one = addDays(one, -1)) days.unshift(one);
  return days;
}

/**
 * Days whose files may show a payment of a day, besides the day itself.
 *
 * @returns exactly the other days that have it in their {@link daysShownIn}, in order
 */
export function otherDaysShowing(day: Day): Day[] {
  const next = addDays(day, 1);
  const banking = nextBusinessDay(bankCalendar, day);
  return [...new Set([addDays(day, -1), next, banking])];
}
