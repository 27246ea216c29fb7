/** A route on which somebody stopped issuing. */
export interface Drain {
  readonly route: string;
  readonly reason: string;
  readonly drainedBy: string;
  readonly drainedAt: Date;
}

/** A time in which nothing is issued on a route, known beforehand. */
export interface MaintenanceWindow {
  readonly id: string;
  readonly route: string;
  readonly reason: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly plannedBy: string;
}

/** Why a route takes nothing new, and until when if that is known. */
export interface DrainedNow {
  readonly kind: 'drained' | 'maintenance';
  readonly reason: string;
  readonly until: Date | null;
}

/**
 * Whether a route is drained at an instant. What somebody did by hand comes first: it does not end by itself.
 *
 * @param windows those that were not cancelled; the end of a window is not part of it
 */
export function drainedAt(
  route: string,
  drains: readonly Drain[],
  windows: readonly MaintenanceWindow[],
  now: Date,
): DrainedNow | null {
  const drain = drains.find((one) => one.route === route);
  if (drain !== undefined) return { kind: 'drained', reason: drain.reason, until: null };
  const [window] = windows
    .filter((one) => one.route === route && one.startsAt <= now && now < one.endsAt)
    .sort((a, b) => b.endsAt.getTime() - a.endsAt.getTime());
  if (window === undefined) return null;
  return { kind: 'maintenance', reason: window.reason, until: window.endsAt };
}
