import { apiError } from '@cauce/api';
import type { Sql } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ReconciliationContext } from '../reconciliation-context.js';

/** Routes that were announced, or that a file or a posting named. */
@Injectable()
export class KnownRoutesService {
  constructor(private readonly context: ReconciliationContext) {}

  /** Remembers a route; one that is known already stays as it is. */
  async remember(sql: Sql, route: string): Promise<void> {
    await sql.execute(
      'insert into routes (route, first_seen_at) values ($1, $2) on conflict (route) do nothing',
      [route, this.context.clock.now()],
    );
  }

  /** Every known route, by name. */
  async all(): Promise<string[]> {
    const rows = await this.context.database.reads.query<{ route: string }>(
      'select route from routes order by route',
    );
    return rows.map((row) => row.route);
  }

  /** @throws INVALID_REQUEST at `?route` for a route that nobody ever heard of */
  async require(route: string | undefined): Promise<void> {
    if (route === undefined || (await this.all()).includes(route)) return;
    throw apiError('INVALID_REQUEST', {
      fieldErrors: [
        { pointer: '?route', code: 'unknown_route', detail: 'must be a route that exists here' },
      ],
    });
  }
}
