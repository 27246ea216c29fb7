import { newId } from '@cauce/config';
import type { Sql, Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import type { RouteEvent } from './route-events.js';

export interface RecordedRouteEvent extends RouteEvent {
  readonly id: string;
  readonly occurredAt: Date;
}

/** The log of what happened to routes. It is only ever added to. */
@Injectable()
export class RouteEventsService {
  constructor(private readonly context: RouterContext) {}

  /** Adds an event, with the change that it tells of. */
  async add(tx: Transaction, event: RouteEvent): Promise<void> {
    const { route, operation, kind, actor, reason, details } = event;
    await tx.execute(
      `insert into route_events (id, route, operation, kind, actor, reason, details, occurred_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        newId('rev'),
        route,
        operation,
        kind,
        actor,
        reason,
        JSON.stringify(details),
        this.context.clock.now(),
      ],
    );
    tx.afterCommit(() =>
      this.context.logger.warn({ route, operation, kind, actor, reason }, 'route changed'),
    );
  }

  /** What happened to a route, newest first. */
  async latest(
    route: string,
    limit: number,
    sql: Sql = this.context.database.reads,
  ): Promise<readonly RecordedRouteEvent[]> {
    return sql.query<RecordedRouteEvent>(
      `select id, route, operation, kind, actor, reason, details, occurred_at as "occurredAt"
       from route_events where route = $1 order by occurred_at desc, id desc limit $2`,
      [route, limit],
    );
  }
}
