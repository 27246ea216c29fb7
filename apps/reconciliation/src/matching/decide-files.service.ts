import type { Day } from '@cauce/calendar';
import { expectRows, type Transaction } from '@cauce/database';
import { isCurrency } from '@cauce/money';
import { Injectable } from '@nestjs/common';
import { BreakBookService } from '../breaks/break-book.service.js';
import { breakOfFile } from '../intake/file-break.js';
import { intakeProblem, type FileProblem } from '../intake/file-problems.js';
import { ReconciliationContext } from '../reconciliation-context.js';

interface WholeFile {
  readonly id: string;
  readonly identity: string;
  readonly name: string;
  readonly currency: string;
  /** What the file says of itself, and what its lines add up to. */
  readonly total: string;
  readonly counted: string;
  readonly foreign: number;
}

/**
 * Decides about files of a day whose lines are all here. Until then no line of theirs is compared with
 * anything, and nobody is told that the day's file has arrived.
 */
@Injectable()
export class DecideFilesService {
  constructor(
    private readonly context: ReconciliationContext,
    private readonly breaks: BreakBookService,
  ) {}

  /** Makes each whole file complete, a duplicate of an earlier one, or quarantined. */
  async decide(tx: Transaction, route: string, day: Day): Promise<void> {
    const whole = await tx.query<WholeFile>(
      `select f.id, f.identity, f.name, f.currency, f.total_minor::text as total,
              coalesce(sum(l.amount_minor), 0)::text as counted,
              count(*) filter (where l.currency <> f.currency)::int as foreign
         from files f left join lines l on l.file_id = f.id
        where f.route = $1 and f.collected_on = $2 and f.status = 'receiving'
          and f.lines_received = f.line_count
        group by f.id order by f.received_at, f.id`,
      [route, day],
    );
    for (const file of whole) await this.decideOne(tx, route, day, file);
  }

  private async decideOne(tx: Transaction, route: string, day: Day, file: WholeFile) {
    const problem = problemOf(file);
    if (problem !== null) return this.quarantine(tx, route, day, file, problem);
    const [earlier] = await tx.query<{ id: string }>(
      `select id from files
        where route = $1 and collected_on = $2 and identity = $3 and status = 'complete'`,
      [route, day, file.identity],
    );
    if (earlier === undefined) return this.complete(tx, route, day, file);
    if (await this.haveSameLines(tx, file.id, earlier.id)) {
      await this.mark(tx, file.id, 'duplicate', earlier.id, []);
      return;
    }
    await this.quarantine(tx, route, day, file, intakeProblem('DUPLICATE_FILE'));
  }

  private async complete(tx: Transaction, route: string, day: Day, file: WholeFile) {
    await this.mark(tx, file.id, 'complete', null, []);
    // A refused file is put right by one of its identity; where nobody could read that, by the same name
    // again, or the total it had declared.
    const replaced = await tx.query<{ id: string }>(
      `select b.id from breaks b join files f on f.id = b.file_id
        where b.route = $1 and b.day = $2 and b.status = 'open' and b.line_number is null
          and f.status = 'quarantined' and (f.identity = $6 or f.identity is null
            and (f.name = $3 or (f.declared_minor = $4 and f.currency = $5)))`,
      [route, day, file.name, file.total, file.currency, file.identity],
    );
    await this.breaks.close(
      tx,
      replaced.map(({ id }) => ({ id, reason: 'replaced_by_file' })),
    );
  }

  private async quarantine(
    tx: Transaction,
    route: string,
    day: Day,
    file: WholeFile,
    problem: FileProblem,
  ): Promise<void> {
    await this.mark(tx, file.id, 'quarantined', null, [problem]);
    const refused = {
      fileId: file.id,
      problems: [problem],
      declaredMinor: BigInt(file.total),
      countedMinor: BigInt(file.counted),
      currency: file.currency,
    };
    await this.breaks.open(tx, route, day, [breakOfFile(refused)]);
  }

  private async haveSameLines(tx: Transaction, one: string, other: string): Promise<boolean> {
    const [difference] = await tx.query<{ count: number }>(
      `select count(*)::int as count from (
         (select reference, amount_minor, currency from lines where file_id = $1
          except all select reference, amount_minor, currency from lines where file_id = $2)
         union all
         (select reference, amount_minor, currency from lines where file_id = $2
          except all select reference, amount_minor, currency from lines where file_id = $1)) d`,
      [one, other],
    );
    return difference?.count === 0;
  }

  private async mark(
    tx: Transaction,
    id: string,
    status: 'complete' | 'duplicate' | 'quarantined',
    duplicateOf: string | null,
    problems: readonly FileProblem[],
  ): Promise<void> {
    const marked = await tx.execute(
      `update files set status = $2, duplicate_of = $3, problems = $4, decided_at = $5
        where id = $1 and status = 'receiving'`,
      [id, status, duplicateOf, JSON.stringify(problems), this.context.clock.now()],
    );
    expectRows(marked, 1, `file ${id} decided`);
  }
}

function problemOf(file: WholeFile): FileProblem | null {
  if (!isCurrency(file.currency)) return intakeProblem('UNKNOWN_CURRENCY');
  if (file.foreign > 0) return intakeProblem('LINES_CURRENCY');
  return file.counted === file.total ? null : intakeProblem('LINES_TOTAL');
}
