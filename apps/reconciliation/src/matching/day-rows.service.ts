import type { Day } from '@cauce/calendar';
import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import type { OpenBreak } from '../breaks/break-changes.js';
import type { BreakKind } from '../breaks/break-kinds.js';
import type { ExpectedItem, FileLine } from './match.js';
import { daysShownIn, otherDaysShowing } from './settlement-window.js';

/** Everything that {@link match} and the comparison with the open breaks need of some references. */
export interface ReferenceRows {
  readonly lines: FileLine[];
  readonly items: ExpectedItem[];
  readonly open: OpenBreak[];
}

/** Lines of a day that count: those of complete files. `$1` is the route, `$2` the day. */
const LINES = `
  select l.*, exists (select 1 from matches m
      where m.file_id = l.file_id and m.line_number = l.number and m.undone_at is null) as is_matched
    from lines l join files f on f.id = l.file_id and f.status = 'complete'
   where l.route = $1 and l.collected_on = $2`;

/** Items that expect anything; `where` is added. */
const ITEMS = `
  select i.*, exists (select 1 from matches m
      where m.item_id = i.id and m.undone_at is null) as is_matched
    from expected_items i
   where i.route = $1 and i.amount_minor <> 0`;

/** Reads the rows of one (route, day) that a run has to look at. */
@Injectable()
export class DayRowsService {
  /** Whether a file of the day is complete: without one nobody can say that something is missing. */
  async hasCompleteFile(tx: Transaction, route: string, day: Day): Promise<boolean> {
    const found = await tx.query(
      `select 1 from files where route = $1 and collected_on = $2 and status = 'complete' limit 1`,
      [route, day],
    );
    return found.length > 0;
  }

  /** References with a line or an item of the day that nothing explains, or with an open break. */
  async unsettledReferences(tx: Transaction, route: string, day: Day): Promise<string[]> {
    const rows = await tx.query<{ reference: string }>(
      `select reference from (${LINES}) l where not is_matched
       union select reference from (${ITEMS} and i.occurred_on = $2) i where not is_matched
       union select reference from breaks
         where route = $1 and day = $2 and status = 'open' and reference is not null`,
      [route, day],
    );
    return rows.map((row) => row.reference);
  }

  /**
   * Other days with an open break about a line whose reference the ledger has on this day: a payment of
   * this day may explain the line, and whether the ledger knows it makes the difference between two kinds.
   */
  async relatedDays(tx: Transaction, route: string, day: Day): Promise<Day[]> {
    const rows = await tx.query<{ day: Day }>(
      `select distinct b.day::text as day
         from breaks b join expected_items i on i.route = b.route and i.occurred_on = $2
          and i.reference = b.reference and i.currency = b.currency
        where b.route = $1 and b.day = any($3::date[]) and b.status = 'open'
          and b.line_number is not null`,
      [route, day, otherDaysShowing(day)],
    );
    return rows.map((row) => row.day);
  }

  /** Lines, items of every day that its file may show, and open breaks of the given references. */
  async ofReferences(
    tx: Transaction,
    route: string,
    day: Day,
    references: readonly string[],
  ): Promise<ReferenceRows> {
    const lines = await tx.query<LineRow>(
      `select file_id, number, reference, amount_minor::text as amount, currency, is_matched
         from (${LINES} and l.reference = any($3::text[])) l`,
      [route, day, references],
    );
    const items = await tx.query<ItemRow>(
      `select id, occurred_on::text as day, reference, provider_transaction_id,
              amount_minor::text as amount, currency, is_matched
         from (${ITEMS} and i.occurred_on = any($2::date[]) and i.reference = any($3::text[])) i`,
      [route, daysShownIn(day), references],
    );
    const open = await tx.query<BreakRow>(
      `select id, kind, file_id, line_number, item_id,
              expected_minor::text as expected, received_minor::text as received
         from breaks
        where route = $1 and day = $2 and status = 'open' and reference = any($3::text[])`,
      [route, day, references],
    );
    return { lines: lines.map(toLine), items: items.map(toItem), open: open.map(toOpenBreak) };
  }
}

interface LineRow {
  readonly file_id: string;
  readonly number: number;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly is_matched: boolean;
}

interface ItemRow {
  readonly id: string;
  readonly day: Day;
  readonly reference: string;
  readonly provider_transaction_id: string;
  readonly amount: string;
  readonly currency: string;
  readonly is_matched: boolean;
}

interface BreakRow {
  readonly id: string;
  readonly kind: BreakKind;
  readonly file_id: string | null;
  readonly line_number: number | null;
  readonly item_id: string | null;
  readonly expected: string | null;
  readonly received: string | null;
}

function toLine(row: LineRow): FileLine {
  return {
    fileId: row.file_id,
    number: row.number,
    reference: row.reference,
    amountMinor: BigInt(row.amount),
    currency: row.currency,
    isMatched: row.is_matched,
  };
}

function toItem(row: ItemRow): ExpectedItem {
  return {
    id: row.id,
    day: row.day,
    reference: row.reference,
    providerTransactionId: row.provider_transaction_id,
    amountMinor: BigInt(row.amount),
    currency: row.currency,
    isMatched: row.is_matched,
  };
}

function toOpenBreak(row: BreakRow): OpenBreak {
  return {
    id: row.id,
    kind: row.kind,
    fileId: row.file_id,
    lineNumber: row.line_number,
    itemId: row.item_id,
    expectedMinor: row.expected === null ? null : BigInt(row.expected),
    receivedMinor: row.received === null ? null : BigInt(row.received),
  };
}
