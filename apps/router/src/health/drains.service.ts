import { Idempotency } from '@cauce/api';
import { newId } from '@cauce/config';
import { expectRows } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { OPERATORS } from '../access/operators.js';
import { routerError } from '../errors.js';
import { RouterContext } from '../router-context.js';
import { drainedAt, type Drain, type DrainedNow, type MaintenanceWindow } from './route-drain.js';
import { RouteEventsService } from './route-events.service.js';

const DRAIN_COLUMNS = `route, reason, drained_by as "drainedBy", drained_at as "drainedAt"`;
const WINDOW_COLUMNS = `id, route, reason, starts_at as "startsAt", ends_at as "endsAt",
  planned_by as "plannedBy"`;

/** What an operator plans for a route. */
export interface MaintenancePlan {
  readonly reason: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/**
 * Routes on which nothing new is issued. What was issued goes on: it is asked about, cancelled and paid as on
 * any other route.
 */
@Injectable()
export class DrainsService {
  private readonly idempotency: Idempotency;
  private drains: readonly Drain[] = [];
  private planned: readonly MaintenanceWindow[] = [];

  constructor(
    private readonly context: RouterContext,
    private readonly events: RouteEventsService,
  ) {
    this.idempotency = new Idempotency(context.clock);
  }

  /** Whether a route takes nothing new now, as this process knows; from memory. */
  of(route: string): DrainedNow | null {
    return drainedAt(route, this.drains, this.planned, this.context.clock.now());
  }

  /** Windows of a route that have not ended. */
  ahead(route: string): readonly MaintenanceWindow[] {
    return this.planned.filter((one) => one.route === route);
  }

  /** Reads again what is drained and planned. */
  async refresh(): Promise<void> {
    const { reads } = this.context.database;
    const now = this.context.clock.now();
    this.drains = await reads.query<Drain>(`select ${DRAIN_COLUMNS} from route_drains`);
    this.planned = await reads.query<MaintenanceWindow>(
      `select ${WINDOW_COLUMNS} from route_maintenance
       where ends_at > $1 and cancelled_at is null order by starts_at, id`,
      [now],
    );
  }

  /** Stops issuing on a route. One that is drained already stays as it is. */
  async drain(route: string, actor: string, reason: string): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      const drained = await tx.execute(
        `insert into route_drains (route, reason, drained_by, drained_at) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [route, reason, actor, this.context.clock.now()],
      );
      const event = { route, operation: null, actor, reason, details: {} };
      if (drained === 1) await this.events.add(tx, { ...event, kind: 'drained' });
    });
    await this.refresh();
  }

  /** Issues on a route again; maintenance that is planned stays planned. */
  async restore(route: string, actor: string, reason: string): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      const restored = await tx.execute('delete from route_drains where route = $1', [route]);
      const event = { route, operation: null, actor, reason, details: {} };
      if (restored === 1) await this.events.add(tx, { ...event, kind: 'restored' });
    });
    await this.refresh();
  }

  /**
   * Plans maintenance of a route.
   *
   * @throws IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_KEY_IN_FLIGHT
   */
  async plan(
    route: string,
    actor: string,
    key: string,
    { reason, startsAt, endsAt }: MaintenancePlan,
  ): Promise<{ readonly isReplay: boolean; readonly window: MaintenanceWindow }> {
    const body = { reason, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
    const use = { merchantId: OPERATORS, operation: `routes.maintenance:${route}`, key };
    const request = { ...use, body, resourceId: newId('mnt') };
    const begun = await this.context.database.transaction(async (tx) => {
      const first = await this.idempotency.begin(tx, request);
      if (first.kind === 'replay') return first;
      await tx.execute(
        `insert into route_maintenance (id, route, reason, starts_at, ends_at, planned_by)
         values ($1, $2, $3, $4, $5, $6)`,
        [request.resourceId, route, reason, startsAt, endsAt, actor],
      );
      const details = { id: request.resourceId, ...body };
      const event = { route, operation: null, actor, reason, details };
      await this.events.add(tx, { ...event, kind: 'maintenance_planned' });
      await this.idempotency.finish(tx, use, 201);
      return first;
    });
    await this.refresh();
    const id = begun.kind === 'replay' ? begun.resourceId : request.resourceId;
    return { isReplay: begun.kind === 'replay', window: await this.window(route, id) };
  }

  /**
   * Cancels planned maintenance, or ends it early; cancelling again changes nothing.
   *
   * @throws MAINTENANCE_NOT_FOUND
   */
  async cancel(route: string, id: string, actor: string, reason: string): Promise<void> {
    await this.window(route, id);
    await this.context.database.transaction(async (tx) => {
      const cancelled = await tx.execute(
        `update route_maintenance set cancelled_at = $2 where id = $1 and cancelled_at is null`,
        [id, this.context.clock.now()],
      );
      if (cancelled === 0) return;
      expectRows(cancelled, 1, `maintenance ${id}`);
      const event = { route, operation: null, actor, reason, details: { id } };
      await this.events.add(tx, { ...event, kind: 'maintenance_cancelled' });
    });
    await this.refresh();
  }

  private async window(route: string, id: string): Promise<MaintenanceWindow> {
    const [row] = await this.context.database.reads.query<MaintenanceWindow>(
      `select ${WINDOW_COLUMNS} from route_maintenance where id = $1 and route = $2`,
      [id, route],
    );
    if (row === undefined) throw routerError('MAINTENANCE_NOT_FOUND');
    return row;
  }
}
