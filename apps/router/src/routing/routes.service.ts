import type { OpeningHours } from '@cauce/calendar';
import { MESSAGE_TYPES, type DocumentType, type RouteAnnounced } from '@cauce/contracts';
import type { Sql, Transaction } from '@cauce/database';
import { money, type Currency, type Money } from '@cauce/money';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { bankCodesOf, type AnnouncedBanks } from './banks.js';
import type { RouteFacts } from './choose-route.js';
import type { Commitment } from './commitments.js';
import { absenceOf, type RouteAbsence } from './route-absence.js';
import type { RouteFees } from './route-cost.js';

/** A route as its connector announced it. */
export interface KnownRoute extends RouteFacts {
  readonly expiry: RouteAnnounced['expiry'];
  readonly visibilityHorizonMs: number;
  readonly issueTimeoutMs: number;
  /** Banks as its provider lists them; null where it lists none, or has not yet. */
  readonly banks: AnnouncedBanks | null;
  /** When counters are open, whether or not payments are issued meanwhile; null where that is not known. */
  readonly openingHours: OpeningHours | null;
  /** Documents that the route takes of a payer; null where it takes all. */
  readonly documents: readonly DocumentType[] | null;
  /** What the provider keeps of a payment; null where that is not known. */
  readonly fees: RouteFees | null;
  /** What its provider was promised; null where nothing was. */
  readonly commitment: Commitment | null;
  /** Whether the provider can void what it issued. */
  readonly offersCancel: boolean;
  /** When it was last announced. */
  readonly announcedAt: Date;
  /** Whether its announcements have ceased; null while they come. */
  readonly absence: RouteAbsence | null;
}

interface RouteRow {
  readonly announcement: unknown;
  readonly announcedAt: Date;
  /** When any route of the same rail was last announced. */
  readonly railAnnouncedAt: Date;
}

/** An announcement is seldom news: the list is read again after this time, or at once after a change here. */
const CACHE_MS = 2_000;

const announcement = MESSAGE_TYPES['connector.route_announced'].data;

/** The routes that connectors have announced. */
@Injectable()
export class RoutesService {
  private cached: { routes: readonly KnownRoute[]; until: number } | null = null;
  /** Announcements that were stored here: what was read before one of them may lack it. */
  private stored = 0;

  constructor(private readonly context: RouterContext) {}

  /**
   * Every route that was ever announced, by name: what was issued on one that is gone is still to be looked after.
   *
   * @param sql the running transaction, if there is one
   */
  async known(sql: Sql = this.context.database.reads): Promise<readonly KnownRoute[]> {
    const now = this.context.clock.now();
    if (this.cached !== null && now.getTime() < this.cached.until) return this.cached.routes;
    const { stored } = this;
    const rows = await sql.query<RouteRow>(
      `select announcement, announced_at as "announcedAt",
         max(announced_at) over (partition by rail) as "railAnnouncedAt"
       from routes order by route`,
    );
    const routes = rows.map(({ announcedAt, railAnnouncedAt, ...row }) => ({
      ...toAnnouncedRoute(announcement.parse(row.announcement)),
      announcedAt,
      absence: absenceOf(announcedAt, railAnnouncedAt, now),
    }));
    if (routes.length > 0 && stored === this.stored)
      this.cached = { routes, until: now.getTime() + CACHE_MS };
    return routes;
  }

  /** Stores an announcement; the latest one of a route counts. */
  async store(tx: Transaction, announced: RouteAnnounced, announcedAt: Date): Promise<void> {
    await tx.execute(
      `insert into routes (route, rail, announcement, announced_at) values ($1, $2, $3, $4)
       on conflict (route) do update
         set rail = excluded.rail, announcement = excluded.announcement,
             announced_at = excluded.announced_at
         where routes.announced_at <= excluded.announced_at`,
      [
        announced.route,
        announced.rail,
        JSON.stringify(announcement.encode(announced)),
        announcedAt,
      ],
    );
    tx.afterCommit(() => {
      this.stored += 1;
      this.cached = null;
    });
  }
}

function toAnnouncedRoute(announced: RouteAnnounced): Omit<KnownRoute, 'announcedAt' | 'absence'> {
  const { limits, fees, rail, banks = null } = announced;
  return {
    route: announced.route,
    rail,
    minimum: amount(limits.minimum),
    maximum: amount(limits.maximum),
    step: amount(limits.step),
    hours:
      announced.hours === undefined || announced.hours.sellsWhenClosed ? null : announced.hours,
    openingHours: announced.hours ?? null,
    documents: announced.documents ?? null,
    bankCodes: bankCodesOf({ rail, banks }),
    fees: fees === undefined ? null : toRouteFees(fees),
    commitment: announced.commitment ?? null,
    expiry: announced.expiry,
    visibilityHorizonMs: announced.visibilityHorizonMs,
    issueTimeoutMs: announced.issueTimeoutMs,
    banks,
    offersCancel: announced.offers.cancel,
  };
}

function toRouteFees({
  fixed,
  bps,
  ivaBps,
  tiers = [],
}: NonNullable<RouteAnnounced['fees']>): RouteFees {
  return {
    fixed: amount(fixed),
    bps,
    ivaBps,
    tiers: tiers.map((tier) => ({
      fromAmount: tier.fromAmount === undefined ? null : amount(tier.fromAmount),
      fromMonthlyPayments: tier.fromMonthlyPayments ?? null,
      fixed: amount(tier.fixed),
      bps: tier.bps,
    })),
  };
}

function amount(one: { minor: bigint; currency: string }): Money {
  return money(one.minor, one.currency as Currency);
}
