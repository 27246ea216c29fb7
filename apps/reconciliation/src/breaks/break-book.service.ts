import type { Day } from '@cauce/calendar';
import { newId } from '@cauce/config';
import { expectRows, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { jsonRows } from '../json-rows.js';
import type { Break } from '../matching/match.js';
import { ReconciliationContext } from '../reconciliation-context.js';
import { differenceOf, type BreakChanges, type NewBreak } from './break-changes.js';
import type { CloseReason } from './break-kinds.js';

/** A break that is over, and why. */
export interface Closing {
  readonly id: string;
  readonly reason: CloseReason;
}

/** Columns of what a break says, as `json_to_recordset` reads them from {@link toRow}. */
const ROW = `id text, kind text, reference text, file_id text, line_number int, item_id text,
  expected_minor bigint, received_minor bigint, difference_minor bigint, currency text`;

/** Writes breaks, and with every write an event: what was said once stays readable. */
@Injectable()
export class BreakBookService {
  constructor(private readonly context: ReconciliationContext) {}

  /** Makes the open breaks of a day say what a run found. */
  async apply(tx: Transaction, route: string, day: Day, changes: BreakChanges): Promise<void> {
    const closings = changes.close.map(({ open, reason }) => ({ id: open.id, reason }));
    await this.close(tx, closings);
    await this.change(
      tx,
      changes.change.map(({ open, found }) => toRow(open.id, toNew(found))),
    );
    await this.open(tx, route, day, changes.open.map(toNew));
  }

  /** Opens breaks on a day. */
  async open(tx: Transaction, route: string, day: Day, breaks: readonly NewBreak[]): Promise<void> {
    if (breaks.length === 0) return;
    const rows = jsonRows(breaks.map((one) => toRow(newId('brk'), one)));
    const now = this.context.clock.now();
    const opened = await tx.execute(
      `insert into breaks (id, kind, route, day, reference, file_id, line_number, item_id,
         expected_minor, received_minor, difference_minor, currency, status, opened_at, changed_at)
       select id, kind, $2, $3, reference, file_id, line_number, item_id,
         expected_minor, received_minor, difference_minor, currency, 'open', $4, $4
         from json_to_recordset($1::json) as r(${ROW})`,
      [rows, route, day, now],
    );
    expectRows(opened, breaks.length, 'breaks opened');
    await this.record(tx, 'opened', rows);
  }

  /** Closes breaks by the system's own reason. */
  async close(tx: Transaction, closings: readonly Closing[]): Promise<void> {
    if (closings.length === 0) return;
    const rows = jsonRows(closings.map(({ id, reason }) => ({ id, reason })));
    const closed = await tx.execute(
      `update breaks b set status = 'closed', close_reason = r.reason, closed_at = $2, changed_at = $2
         from json_to_recordset($1::json) as r(id text, reason text)
        where b.id = r.id and b.status = 'open'`,
      [rows, this.context.clock.now()],
    );
    expectRows(closed, closings.length, 'breaks closed');
    await this.record(tx, 'closed', rows);
  }

  private async change(tx: Transaction, changed: readonly ReturnType<typeof toRow>[]) {
    if (changed.length === 0) return;
    const rows = jsonRows(changed);
    // Two breaks may trade their items: give all of them up first, or the unique index objects halfway.
    await tx.execute(
      `update breaks set item_id = null where id = any($1::text[]) and line_number is not null`,
      [changed.map((row) => row.id)],
    );
    const written = await tx.execute(
      `update breaks b set kind = r.kind, item_id = r.item_id, expected_minor = r.expected_minor,
         received_minor = r.received_minor, difference_minor = r.difference_minor, changed_at = $2
         from json_to_recordset($1::json) as r(${ROW})
        where b.id = r.id and b.status = 'open'`,
      [rows, this.context.clock.now()],
    );
    expectRows(written, changed.length, 'breaks changed');
    await this.record(tx, 'changed', rows);
  }

  private async record(tx: Transaction, type: 'opened' | 'changed' | 'closed', rows: string) {
    await tx.execute(
      `insert into break_events (break_id, type, at, detail)
       select r->>'id', $2, $3, (r - 'id') from jsonb_array_elements($1::jsonb) as r`,
      [rows, type, this.context.clock.now()],
    );
  }
}

function toNew({ kind, line, item }: Break): NewBreak {
  const one = line ?? item;
  return {
    kind,
    reference: one?.reference ?? null,
    fileId: line?.fileId ?? null,
    lineNumber: line?.number ?? null,
    itemId: item?.id ?? null,
    expectedMinor: item?.amountMinor ?? null,
    receivedMinor: line?.amountMinor ?? null,
    currency: one?.currency ?? null,
  };
}

function toRow(id: string, one: NewBreak) {
  return {
    id,
    kind: one.kind,
    reference: one.reference,
    file_id: one.fileId,
    line_number: one.lineNumber,
    item_id: one.itemId,
    expected_minor: one.expectedMinor,
    received_minor: one.receivedMinor,
    difference_minor: differenceOf(one.expectedMinor, one.receivedMinor),
    currency: one.currency,
  };
}
