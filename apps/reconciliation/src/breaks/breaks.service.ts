import { toMoneyView, type Position } from '@cauce/api';
import type { Day } from '@cauce/calendar';
import { money, type Currency } from '@cauce/money';
import { Injectable } from '@nestjs/common';
import type { BreakView } from '../days/days.schema.js';
import { KnownRoutesService } from '../intake/known-routes.service.js';
import { ReconciliationContext } from '../reconciliation-context.js';
import type { BreakKind } from './break-kinds.js';

const DAY_MS = 86_400_000;

/** What a list of breaks is narrowed by; `after` is opening time and id of the last one seen. */
export interface BreakFilter {
  readonly status?: 'open' | 'closed' | undefined;
  readonly kind?: BreakKind | undefined;
  readonly route?: string | undefined;
  readonly limit: number;
  readonly after: Position | null;
}

interface BreakRow {
  id: string;
  kind: BreakKind;
  route: string;
  day: Day;
  reference: string | null;
  expected: string | null;
  received: string | null;
  difference: string;
  currency: Currency | null;
  status: 'open' | 'closed';
  close_reason: string | null;
  owner: string | null;
  opened_at: Date;
  closed_at: Date | null;
}

/** Reads breaks. */
@Injectable()
export class BreaksService {
  constructor(
    private readonly context: ReconciliationContext,
    private readonly routes: KnownRoutesService,
  ) {}

  /**
   * Breaks, newest first.
   *
   * @throws INVALID_REQUEST for a route that nobody ever heard of
   */
  async list(filter: BreakFilter): Promise<BreakView[]> {
    await this.routes.require(filter.route);
    const [at, id] = filter.after ?? [null, null];
    const rows = await this.context.database.reads.query<BreakRow>(
      `select id, kind, route, day::text as day, reference, expected_minor::text as expected,
         received_minor::text as received, difference_minor::text as difference, currency, status,
         close_reason, owner, opened_at, closed_at
       from breaks
       where ($1::text is null or status = $1) and ($2::text is null or kind = $2)
         and ($3::text is null or route = $3)
         and ($4::timestamptz is null or (opened_at, id) < ($4, $5))
       order by opened_at desc, id desc limit $6`,
      [filter.status ?? null, filter.kind ?? null, filter.route ?? null, at, id, filter.limit],
    );
    const now = this.context.clock.now();
    return rows.map((row) => toBreakView(row, now));
  }
}

function toBreakView(row: BreakRow, now: Date): BreakView {
  const currency = row.currency ?? 'COP';
  const of = (minor: string | null) =>
    minor === null ? null : toMoneyView(money(BigInt(minor), currency));
  const until = row.closed_at ?? now;
  return {
    id: row.id,
    kind: row.kind,
    route: row.route,
    day: row.day,
    reference: row.reference,
    expected: of(row.expected),
    received: of(row.received),
    difference: toMoneyView(money(BigInt(row.difference), currency)),
    status: row.status,
    closeReason: row.close_reason,
    owner: row.owner,
    ageDays: Math.floor((until.getTime() - row.opened_at.getTime()) / DAY_MS),
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}
