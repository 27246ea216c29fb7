import type {
  SettlementFileReceived,
  SettlementFileRejected,
  SettlementLines,
} from '@cauce/contracts';
import { expectRows, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { BreakBookService } from '../breaks/break-book.service.js';
import { jsonRows } from '../json-rows.js';
import { RematchRequestsService } from '../matching/rematch-requests.service.js';
import { ReconciliationContext } from '../reconciliation-context.js';
import { canonicalReference } from './canonical-reference.js';
import { breakOfFile } from './file-break.js';
import { KnownRoutesService } from './known-routes.service.js';

/** Takes in settlement files as connectors announce them: what a file is, then its lines, or its refusal. */
@Injectable()
export class SettlementFilesService {
  constructor(
    private readonly context: ReconciliationContext,
    private readonly routes: KnownRoutesService,
    private readonly breaks: BreakBookService,
    private readonly requests: RematchRequestsService,
  ) {}

  /**
   * A file whose own control totals hold; it counts once all of its lines are here. Some may have come
   * before it.
   *
   * @throws Error when they are more than it announces, or of another route or day
   */
  async receive(tx: Transaction, file: SettlementFileReceived): Promise<void> {
    await oneAtATime(tx, file.route);
    const early = await this.linesBefore(tx, file);
    const isNew = await tx.execute(
      `insert into files (id, route, collected_on, format, name, sha256, identity, status, line_count,
         lines_received, total_minor, currency, problems, warnings, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'receiving', $8, $9, $10, $11, '[]', $12, $13)
       on conflict (id) do nothing`,
      [
        file.fileId,
        file.route,
        file.collectedOn,
        file.format,
        file.name,
        file.sha256,
        file.identity,
        file.lineCount,
        early,
        file.total.minor.toString(),
        file.total.currency,
        JSON.stringify(file.warnings),
        this.context.clock.now(),
      ],
    );
    if (isNew === 0) return;
    await this.routes.remember(tx, file.route);
    if (file.lineCount === early) await this.requests.now(tx, file.route, file.collectedOn);
  }

  /**
   * Lines of a file, which may be announced later; lines that are here already change nothing.
   *
   * @throws Error when the file is of another route or day, was refused, or announced fewer lines
   */
  async addLines(tx: Transaction, part: SettlementLines): Promise<void> {
    await oneAtATime(tx, part.route);
    const added = await tx.execute(
      `insert into lines (file_id, number, route, collected_on, reference, raw_reference,
         amount_minor, currency, operation)
       select $1, r.number, $3, $4, r.reference, r.raw_reference,
         r.amount_minor, r.currency, r.operation
         from json_to_recordset($2::json) as r(number int, reference text,
           raw_reference text, amount_minor bigint, currency text, operation text)
       on conflict (file_id, number) do nothing`,
      [part.fileId, jsonRows(part.lines.map(toLineRow)), part.route, part.collectedOn],
    );
    const [file] = await tx.query<{ is_whole: boolean; is_its_own: boolean }>(
      `update files set lines_received = lines_received + $2 where id = $1
       returning status = 'receiving' and lines_received = line_count as is_whole,
         route = $3 and collected_on = $4 as is_its_own`,
      [part.fileId, added, part.route, part.collectedOn],
    );
    if (file?.is_its_own === false) {
      throw new Error(`file ${part.fileId} is not of ${part.route} on ${part.collectedOn}`);
    }
    if (file?.is_whole === true) await this.requests.now(tx, part.route, part.collectedOn);
  }

  /** A file that was refused whole: its story is kept, and a break says that somebody must look. */
  async reject(tx: Transaction, file: SettlementFileRejected): Promise<void> {
    await oneAtATime(tx, file.route);
    const [earlier] = await tx.query<{ id: string }>(
      `select id from files where route = $1 and collected_on = $2 and sha256 = $3
          and status = 'quarantined' and id <> $4 order by received_at, id limit 1`,
      [file.route, file.collectedOn, file.sha256, file.fileId],
    );
    const currency = currencyOf(file);
    const isNew = await tx.execute(
      `insert into files (id, route, collected_on, format, name, sha256, status, duplicate_of,
         lines_received, total_minor, declared_minor, currency, problems, warnings,
         received_at, decided_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $12, '[]', $13, $13)
       on conflict (id) do nothing`,
      [
        file.fileId,
        file.route,
        file.collectedOn,
        file.format,
        file.name,
        file.sha256,
        earlier === undefined ? 'quarantined' : 'duplicate',
        earlier?.id ?? null,
        file.countedTotal?.minor.toString() ?? null,
        file.declaredTotal?.minor.toString() ?? null,
        currency,
        JSON.stringify(file.problems),
        this.context.clock.now(),
      ],
    );
    if (isNew === 0) return;
    await this.routes.remember(tx, file.route);
    if (earlier !== undefined) return;
    const refused = {
      fileId: file.fileId,
      problems: file.problems,
      declaredMinor: file.declaredTotal?.minor ?? null,
      countedMinor: file.countedTotal?.minor ?? null,
      currency,
    };
    await this.breaks.open(tx, file.route, file.collectedOn, [breakOfFile(refused)]);
  }

  private async linesBefore(tx: Transaction, file: SettlementFileReceived): Promise<number> {
    const [lines] = await tx.query<{ all: number; own: number }>(
      `select count(*)::int as all,
              count(*) filter (where route = $2 and collected_on = $3)::int as own
         from lines where file_id = $1`,
      [file.fileId, file.route, file.collectedOn],
    );
    const { all, own } = lines ?? { all: 0, own: 0 };
    expectRows(own, all, `lines of file ${file.fileId}`);
    return all;
  }
}

/**
 * Two processes may hear of one route while its topic changes hands: a file and its lines, or two copies
 * of a refused file, must not miss each other.
 */
async function oneAtATime(tx: Transaction, route: string): Promise<void> {
  await tx.execute(`select pg_advisory_xact_lock(hashtextextended('settlement files ' || $1, 0))`, [
    route,
  ]);
}

/** The one currency that a refused file speaks of; totals in two of them cannot be compared. */
function currencyOf({ countedTotal, declaredTotal }: SettlementFileRejected): string | null {
  const currency = (countedTotal ?? declaredTotal)?.currency ?? null;
  return declaredTotal === null || declaredTotal.currency === currency ? currency : null;
}

function toLineRow(line: SettlementLines['lines'][number]) {
  return {
    number: line.number,
    reference: canonicalReference(line.reference),
    raw_reference: line.rawReference,
    amount_minor: line.amountMinor,
    currency: line.currency,
    operation: line.operation,
  };
}
