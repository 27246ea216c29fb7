import { toMoneyView } from '@cauce/api';
import type { Day } from '@cauce/calendar';
import type { Transaction } from '@cauce/database';
import { isCurrency, money, type Currency } from '@cauce/money';
import { Injectable } from '@nestjs/common';
import type { BreakKind } from '../breaks/break-kinds.js';
import { reconciliationError } from '../errors.js';
import { KnownRoutesService } from '../intake/known-routes.service.js';
import { ReconciliationContext } from '../reconciliation-context.js';
import type { DayStatus, DayView, FileView } from './days.schema.js';

interface SumRow {
  count: number;
  total: string;
}

interface FileRow {
  id: string;
  route: string;
  day: Day;
  name: string;
  format: string;
  sha256: string;
  status: FileView['status'];
  line_count: number | null;
  total: string | null;
  declared: string | null;
  /** As the file says: it may be one that nobody books, and then its totals are not shown as money. */
  currency: string | null;
  problems: FileView['problems'];
  warnings: string[];
  received_at: Date;
}

/** Cash in Colombia is in pesos; a route in another currency would have days of its own. */
const CURRENCY: Currency = 'COP';

const FILE_COLUMNS = `id, route, collected_on::text as day, name, format, sha256, status, line_count,
  total_minor::text as total, declared_minor::text as declared, currency, problems, warnings, received_at`;

/** Answers what a day has come to. */
@Injectable()
export class DaysService {
  constructor(
    private readonly context: ReconciliationContext,
    private readonly routes: KnownRoutesService,
  ) {}

  /** @throws INVALID_REQUEST for a route that nobody ever heard of */
  async day(route: string, day: Day): Promise<DayView> {
    await this.routes.require(route);
    return this.atOnce((tx) => this.describe(tx, route, day));
  }

  /** The day of every known route. */
  async allRoutes(day: Day): Promise<DayView[]> {
    const routes = await this.routes.all();
    return this.atOnce(async (tx) => {
      const views: DayView[] = [];
      for (const route of routes) views.push(await this.describe(tx, route, day));
      return views;
    });
  }

  /** @throws FILE_NOT_FOUND */
  async file(id: string): Promise<FileView> {
    const [row] = await this.context.database.reads.query<FileRow>(
      `select ${FILE_COLUMNS} from files where id = $1`,
      [id],
    );
    if (row === undefined) throw reconciliationError('FILE_NOT_FOUND');
    return toFileView(row);
  }

  /** Reads one state of the books: a run that ends meanwhile moves money from breaks to matches. */
  private async atOnce<T>(read: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.context.database.transaction(async (tx) => {
      await tx.execute('set transaction isolation level repeatable read, read only');
      return read(tx);
    });
  }

  private async describe(tx: Transaction, route: string, day: Day): Promise<DayView> {
    const files = await tx.query<FileRow>(
      `select ${FILE_COLUMNS} from files where route = $1 and collected_on = $2
       order by received_at, id`,
      [route, day],
    );
    const expected = await sum(
      tx,
      `select count(*)::int as count, coalesce(sum(amount_minor), 0)::text as total
       from expected_items where route = $1 and occurred_on = $2 and amount_minor <> 0`,
      [route, day],
    );
    const awaited = await sum(
      tx,
      `select count(*)::int as count, coalesce(sum(i.amount_minor), 0)::text as total
       from expected_items i where i.route = $1 and i.occurred_on = $2 and i.amount_minor <> 0
         and not exists (select 1 from matches m where m.item_id = i.id and m.undone_at is null)`,
      [route, day],
    );
    const received = await sum(
      tx,
      `select count(*)::int as count, coalesce(sum(l.amount_minor), 0)::text as total
       from lines l join files f on f.id = l.file_id and f.status = 'complete'
       where l.route = $1 and l.collected_on = $2`,
      [route, day],
    );
    const matched = await sum(
      tx,
      `select count(*)::int as count, coalesce(sum(amount_minor), 0)::text as total
       from matches where route = $1 and day = $2 and undone_at is null`,
      [route, day],
    );
    const breaks = await breaksOf(tx, route, day);
    return {
      date: day,
      route,
      status: statusOf(files, expected.count, awaited.count, breaks.count),
      files: files.map(toFileView),
      expected: toSum(expected),
      received: toSum(received),
      matched: toSum(matched),
      breaks,
    };
  }
}

async function breaksOf(tx: Transaction, route: string, day: Day): Promise<DayView['breaks']> {
  const rows = await tx.query<SumRow & { kind: BreakKind }>(
    `select kind, count(*)::int as count, sum(difference_minor)::text as total
       from breaks where route = $1 and day = $2 and status = 'open' group by kind order by kind`,
    [route, day],
  );
  return {
    count: rows.reduce((count, row) => count + row.count, 0),
    byKind: Object.fromEntries(rows.map((row) => [row.kind, row.count])),
    difference: amount(rows.reduce((total, row) => total + BigInt(row.total), 0n)),
  };
}

async function sum(tx: Transaction, sql: string, params: readonly unknown[]): Promise<SumRow> {
  const [row] = await tx.query<SumRow>(sql, params);
  return row ?? { count: 0, total: '0' };
}

/** @param awaited how many of the expected movements no file has shown, of this day or of one near by */
function statusOf(
  files: readonly FileRow[],
  expected: number,
  awaited: number,
  breaks: number,
): DayStatus {
  const isComplete = files.some((file) => file.status === 'complete');
  if (!isComplete && files.some((file) => file.status === 'quarantined')) return 'quarantined';
  if (breaks > 0) return 'breaks';
  if (isComplete) return 'matched';
  if (files.length > 0 || awaited > 0) return 'awaiting_file';
  return expected > 0 ? 'matched' : 'no_activity';
}

function toFileView(row: FileRow): FileView {
  const { currency } = row;
  const of = (minor: string | null) =>
    minor === null || currency === null || !isCurrency(currency)
      ? null
      : toMoneyView(money(BigInt(minor), currency));
  return {
    id: row.id,
    route: row.route,
    collectedOn: row.day,
    name: row.name,
    format: row.format,
    sha256: row.sha256,
    status: row.status,
    lineCount: row.line_count,
    total: of(row.total),
    declaredTotal: of(row.declared),
    problems: row.problems,
    warnings: row.warnings,
    receivedAt: row.received_at.toISOString(),
  };
}

function toSum(row: SumRow) {
  return { count: row.count, total: amount(BigInt(row.total)) };
}

function amount(minor: bigint) {
  return toMoneyView(money(minor, CURRENCY));
}
