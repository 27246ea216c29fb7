import type { Day } from '@cauce/calendar';
import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { planBreakChanges } from '../breaks/break-changes.js';
import { BreakBookService } from '../breaks/break-book.service.js';
import { DayRowsService } from './day-rows.service.js';
import { DecideFilesService } from './decide-files.service.js';
import { match } from './match.js';
import { MatchBookService } from './match-book.service.js';

/** References handled at once: some megabytes of rows, whatever the size of the day. */
const REFERENCES_AT_ONCE = 5_000;

/** Runs of one call: a day, its neighbours, and theirs. Each run must have matched or freed something. */
const MAX_RUNS = 20;

/** Matches the lines of a (route, day) with what the ledger expects, and keeps its breaks true. */
@Injectable()
export class MatchingService {
  constructor(
    private readonly files: DecideFilesService,
    private readonly rows: DayRowsService,
    private readonly matches: MatchBookService,
    private readonly breaks: BreakBookService,
  ) {}

  /**
   * Matches a day, and the days next to it where that changes what is true of them. Running it again
   * without new lines or postings changes nothing.
   *
   * @returns false when another process is matching this route: nothing was done
   * @throws Error when matched + breaks would not be the files' total; the transaction must be given up
   */
  async run(tx: Transaction, route: string, day: Day): Promise<boolean> {
    // Two days of a route may claim the same item: one process at a time matches a route.
    const [lock] = await tx.query<{ is_ours: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('reconciliation ' || $1, 0)) as is_ours`,
      [route],
    );
    if (lock?.is_ours !== true) return false;
    const waiting = [day, ...(await this.rows.relatedDays(tx, route, day))];
    for (let runs = 0; waiting.length > 0; runs += 1) {
      if (runs === MAX_RUNS) throw new Error(`matching ${route} on ${day} does not come to rest`);
      const next = waiting.shift() ?? day;
      const affected = await this.runDay(tx, route, next);
      waiting.push(...affected.filter((one) => one !== next && !waiting.includes(one)));
    }
    return true;
  }

  private async runDay(tx: Transaction, route: string, day: Day): Promise<Day[]> {
    await this.files.decide(tx, route, day);
    const affected = new Set(await this.matches.undoStale(tx, route, day));
    if (await this.rows.hasCompleteFile(tx, route, day)) {
      await this.matches.matchPlain(tx, route, day);
      await this.matches.clearNetted(tx, route, day);
      const references = await this.rows.unsettledReferences(tx, route, day);
      for (let at = 0; at < references.length; at += REFERENCES_AT_ONCE) {
        const some = references.slice(at, at + REFERENCES_AT_ONCE);
        for (const other of await this.explain(tx, route, day, some)) affected.add(other);
      }
      await this.matches.assertTie(tx, route, day);
    }
    return [...affected];
  }

  /** @returns days of items that lines of this day were matched with */
  private async explain(
    tx: Transaction,
    route: string,
    day: Day,
    references: readonly string[],
  ): Promise<Day[]> {
    const { lines, items, open } = await this.rows.ofReferences(tx, route, day, references);
    const partition = match(day, lines, items);
    await this.matches.add(tx, route, day, partition.matches);
    await this.matches.addNetted(tx, route, day, partition.netted);
    await this.breaks.apply(tx, route, day, planBreakChanges(open, lines, items, partition));
    return partition.matches.map(({ item }) => item.day);
  }
}
