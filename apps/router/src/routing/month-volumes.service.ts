import { monthOf } from '@cauce/calendar';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';

/**
 * What the providers will bill of a month: money that reached a till, by the route that took it and the day on
 * which the provider says so, whenever the payment was made. Two halves of a payment are two collections, and so
 * is money for an unknown reference; what the counter took back is none. Nothing is taken back before it was paid,
 * so that no fact from before the month is looked at.
 */
const COLLECTED = `
select f.route, count(*)::int as collected
from facts f
where f.kind = 'paid' and f.occurred_at >= $1 and f.occurred_at < $2
  and not exists (select 1 from facts r where r.kind = 'reversed' and r.occurred_at >= $1
    and r.route = f.route and r.provider_transaction_id = f.provider_transaction_id)
group by f.route`;

interface CollectedRow {
  readonly route: string;
  readonly collected: number;
}

interface MonthVolumes {
  readonly startsAt: Date;
  readonly byRoute: ReadonlyMap<string, number>;
}

/** How many payments routes have collected in the running month of Bogota, as it was counted last. */
@Injectable()
export class MonthVolumesService {
  private counted: MonthVolumes | null = null;

  constructor(private readonly context: RouterContext) {}

  /**
   * Payments that a route has collected in this month: minutes old, and 0 before the first count and, from the
   * first instant of a month, before its own.
   */
  countOf(route: string): number {
    const { startsAt } = monthOf(this.context.clock.now());
    if (this.counted?.startsAt.getTime() !== startsAt.getTime()) return 0;
    return this.counted.byRoute.get(route) ?? 0;
  }

  /** Counts again, from the facts of the month. */
  async refresh(): Promise<void> {
    const { clock, database } = this.context;
    const { startsAt, endsAt } = monthOf(clock.now());
    const rows = await database.reads.query<CollectedRow>(COLLECTED, [startsAt, endsAt]);
    this.counted = {
      startsAt,
      byRoute: new Map(rows.map(({ route, collected }) => [route, collected])),
    };
  }
}
