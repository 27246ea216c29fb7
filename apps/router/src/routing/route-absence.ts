import { ROUTE_ANNOUNCED_EVERY_MS } from '@cauce/contracts';

/** A route is missed after three announcements that did not come, and a minute for those that are on their way. */
export const MISSED_AFTER_MS = 3 * ROUTE_ANNOUNCED_EVERY_MS + 60_000;

/** No outage of a connector lasts so long: whoever has not announced a route for a week has given it up. */
const GIVEN_UP_AFTER_MS = 7 * 86_400_000;

/**
 * Why a route is not there at the moment.
 *
 * `withdrawn`: its connector goes on announcing others and not this one, or nobody has for a week: it was taken out of
 * the configuration. `silent`: nothing at all is heard of its rail; its connector, or what lies between, is down.
 */
export type RouteAbsence = 'withdrawn' | 'silent';

/**
 * Whether a route is missed, and what that means.
 *
 * @param announcedAt when it was last announced
 * @param railAnnouncedAt when any route of its rail was: one service announces them all together
 * @returns null for a route that is there
 */
export function absenceOf(
  announcedAt: Date,
  railAnnouncedAt: Date,
  now: Date,
): RouteAbsence | null {
  if (railAnnouncedAt.getTime() - announcedAt.getTime() > MISSED_AFTER_MS) return 'withdrawn';
  const ageMs = now.getTime() - announcedAt.getTime();
  if (ageMs > GIVEN_UP_AFTER_MS) return 'withdrawn';
  return ageMs > MISSED_AFTER_MS ? 'silent' : null;
}

/** Routes that are there now. */
export function present<R extends { readonly absence: RouteAbsence | null }>(
  routes: readonly R[],
): readonly R[] {
  return routes.filter(({ absence }) => absence === null);
}

/** Routes that are there or will be back: a connector that is down for an hour does not make rules wrong. */
export function notWithdrawn<R extends { readonly absence: RouteAbsence | null }>(
  routes: readonly R[],
): readonly R[] {
  return routes.filter(({ absence }) => absence !== 'withdrawn');
}
