import type { Operation } from './breaker-position.js';

/** What can happen to a route, apart from payments. */
export const ROUTE_EVENT_KINDS = [
  'breaker_opened',
  'breaker_closed',
  'drained',
  'restored',
  'maintenance_planned',
  'maintenance_cancelled',
] as const;

/** Who did what to a route, and why. */
export interface RouteEvent {
  readonly route: string;
  /** Null where it is about the whole route. */
  readonly operation: Operation | null;
  readonly kind: (typeof ROUTE_EVENT_KINDS)[number];
  /** An API key's id, or the process whose calls decided. */
  readonly actor: string;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
}
