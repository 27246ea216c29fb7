import {
  DAY_KINDS,
  isOpenAt,
  type DayKind,
  type OpeningHours,
  type OpeningTimes,
} from '@cauce/calendar';

/** When payers can pay on a rail, as far as its routes say. */
export interface RailHours {
  /** Whether counters of some route are open; null where none is, and a route does not say when its are. */
  readonly isOpen: boolean | null;
  /** From the first opening to the last closing of its routes, by kind of day; null where a route does not say. */
  readonly hours: OpeningHours | null;
}

/**
 * When a rail is open: its routes may differ, and what one of them says does not hold for the others.
 *
 * @param told opening hours of every route; null for one that does not say
 */
export function railHours(told: readonly (OpeningHours | null)[], now: Date): RailHours {
  const known = told.filter((one) => one !== null);
  const isAllTold = known.length === told.length && told.length > 0;
  if (known.some((one) => isOpenAt(one, now))) {
    return { isOpen: true, hours: isAllTold ? widest(known) : null };
  }
  return isAllTold ? { isOpen: false, hours: widest(known) } : { isOpen: null, hours: null };
}

function widest(all: readonly OpeningHours[]): OpeningHours {
  const by = (kind: DayKind) => [kind, widestOf(all.map((one) => one[kind]))] as const;
  return Object.fromEntries(DAY_KINDS.map(by)) as Record<DayKind, OpeningTimes | null>;
}

/** `HH:MM` is in the order of time. */
function widestOf(times: readonly (OpeningTimes | null)[]): OpeningTimes | null {
  const open = times.filter((one) => one !== null);
  const opens = open.map((one) => one.opens).sort()[0];
  const closes = open
    .map((one) => one.closes)
    .sort()
    .at(-1);
  return opens === undefined || closes === undefined ? null : { opens, closes };
}
