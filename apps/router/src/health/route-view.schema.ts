import { moneyView } from '@cauce/api';
import { z } from 'zod';
import { BREAKER_STATES, OPERATIONS } from './breaker-position.js';
import { ROUTE_EVENT_KINDS } from './route-events.js';
import { ROUTE_STATUSES, ROUTE_TROUBLES, type RouteTrouble } from './route-status.js';

const instantView = z.iso.datetime();
const troubles = Object.keys(ROUTE_TROUBLES) as [RouteTrouble, ...RouteTrouble[]];

const breakerView = z
  .object({
    state: z.enum(BREAKER_STATES),
    /** When it last opened or closed; null when it never did. */
    since: instantView.nullable(),
    /** Until when nothing passes; probes do after it. Null while it is closed. */
    openUntil: instantView.nullable(),
    /** Openings in a row. */
    openings: z.int().nonnegative(),
  })
  .meta({ id: 'Breaker' });

const maintenanceView = z
  .object({
    id: z.string(),
    reason: z.string(),
    startsAt: instantView,
    endsAt: instantView,
  })
  .meta({ id: 'Maintenance' });

const rateView = { fixed: moneyView, bps: z.int().nonnegative() };

const feesView = z
  .object({
    ...rateView,
    ivaBps: z.int().nonnegative(),
    /** Rates that hold instead from their bounds on; a bound that is null is none. */
    tiers: z.array(
      z.object({
        fromAmount: moneyView.nullable(),
        fromMonthlyPayments: z.int().positive().nullable(),
        ...rateView,
      }),
    ),
  })
  .meta({ id: 'RouteFees' });

/** A route as operators see it. */
export const routeView = z
  .object({
    route: z.string(),
    rail: z.string(),
    status: z.enum(ROUTE_STATUSES),
    why: z.array(z.enum(troubles)),
    limits: z.object({ minimum: moneyView, maximum: moneyView, step: moneyView }),
    breakers: z.record(z.enum(OPERATIONS), breakerView),
    /** Whether breakers refuse calls, or only tell that they would. */
    breakersEnforced: z.boolean(),
    drained: z
      .object({
        kind: z.enum(['drained', 'maintenance']),
        reason: z.string(),
        until: instantView.nullable(),
      })
      .nullable(),
    maintenance: z.array(maintenanceView),
    /** Calls to issue of the last minutes, since the breaker last changed, that say something; null without any. */
    issuance: z
      .object({
        calls: z.int().nonnegative(),
        rate: z.number().min(0).max(1),
        meanMs: z.int().nonnegative().nullable(),
      })
      .nullable(),
    /** Payments of the last days whose end is known; null while they are too few. A preference, no more. */
    conversion: z
      .object({
        ended: z.int().nonnegative(),
        rate: z.number().min(0).max(1),
        /** Paid, for each one that the rail as a whole would have had paid of the same kinds of payment. */
        score: z.number().nonnegative(),
      })
      .nullable(),
    /** What its provider keeps of a payment, by the terms in force; null where that is not known. */
    fees: feesView.nullable(),
    /** Payments that it has collected in this month of Bogota, counted every few minutes; merchants see null. */
    paidThisMonth: z.int().nonnegative().nullable(),
    /**
     * What its provider was promised, and whether fewer were collected than are due by now; null where nothing was,
     * and for merchants.
     */
    commitment: z.object({ monthlyPayments: z.int().positive(), behind: z.boolean() }).nullable(),
    /** Calls to issue of this process that wait for their answer. */
    inFlight: z.int().nonnegative(),
  })
  .meta({ id: 'Route' });

const routeEventView = z
  .object({
    id: z.string(),
    kind: z.enum(ROUTE_EVENT_KINDS),
    operation: z.enum(OPERATIONS).nullable(),
    actor: z.string(),
    reason: z.string(),
    details: z.record(z.string(), z.unknown()),
    occurredAt: instantView,
  })
  .meta({ id: 'RouteEvent' });

/** One route, with what happened to it lately. */
export const routeDetailView = routeView
  .extend({ events: z.array(routeEventView) })
  .meta({ id: 'RouteDetail' });

const reason = z.string().trim().min(1).max(200);

/** Why an operator does something to a route. */
export const reasonBody = z.strictObject({ reason });

/** When a route is to be in maintenance. */
export const maintenanceBody = z
  .strictObject({ reason, startsAt: z.coerce.date(), endsAt: z.coerce.date() })
  .refine((body) => body.endsAt > body.startsAt, {
    path: ['endsAt'],
    message: 'must be after startsAt',
  });

export { maintenanceView };
export type RouteView = z.output<typeof routeView>;
export type RouteDetailView = z.output<typeof routeDetailView>;
export type MaintenanceView = z.output<typeof maintenanceView>;
