import type { Day } from '@cauce/calendar';
import { expectRows, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { jsonRows } from '../json-rows.js';
import { ReconciliationContext } from '../reconciliation-context.js';
import { MATCH_RULE, type Match, type Partition } from './match.js';

/** Count and sum of lines, for a comparison to the peso. */
interface Tally {
  readonly lines: string;
  readonly lines_minor: string;
  readonly explained: string;
  readonly explained_minor: string;
}

/** Writes what was matched with what, and checks that it adds up to the files. */
@Injectable()
export class MatchBookService {
  constructor(private readonly context: ReconciliationContext) {}

  /**
   * Undoes matches whose item was posted to since: its amount is another one now.
   *
   * @returns days whose lines or items are free again
   */
  async undoStale(tx: Transaction, route: string, day: Day): Promise<Day[]> {
    const undone = await tx.query<{ day: Day; item_day: Day }>(
      `update matches m set undone_at = $3 from expected_items i
        where i.id = m.item_id and i.amount_minor <> m.amount_minor and m.undone_at is null
          and m.route = $1 and (m.day = $2 or m.item_day = $2)
       returning m.day::text as day, m.item_day::text as item_day`,
      [route, day, this.context.clock.now()],
    );
    return [...new Set(undone.flatMap((row) => [row.day, row.item_day]))];
  }

  /**
   * Matches the plain cases in one statement: a reference that is free once in the files and once in the
   * day's ledger, with one amount. It decides as `match` does, which gets whatever is left.
   *
   * One grouping and no join: without statistics a join of two days of 100 000 rows may never end.
   */
  async matchPlain(tx: Transaction, route: string, day: Day): Promise<number> {
    return tx.execute(
      `insert into matches (route, day, file_id, line_number, item_id, item_day,
         amount_minor, currency, rule, rule_version, matched_at)
       select $1, $2, min(file_id), min(number), min(item_id), $2,
              min(amount_minor), currency, $4, $5, $3
         from (
           select l.reference, l.currency, l.amount_minor, l.file_id, l.number, null as item_id
             from lines l join files f on f.id = l.file_id and f.status = 'complete'
            where l.route = $1 and l.collected_on = $2 and not exists (select 1 from matches m
              where m.file_id = l.file_id and m.line_number = l.number and m.undone_at is null)
           union all
           select i.reference, i.currency, i.amount_minor, null, null, i.id
             from expected_items i
            where i.route = $1 and i.occurred_on = $2 and i.amount_minor <> 0
              and not exists (select 1 from matches m
                where m.item_id = i.id and m.undone_at is null)) free
        group by reference, currency
       having count(number) = 1 and count(item_id) = 1 and min(amount_minor) = max(amount_minor)`,
      [route, day, this.context.clock.now(), MATCH_RULE.name, MATCH_RULE.version],
    );
  }

  /** Keeps what a run matched. */
  async add(tx: Transaction, route: string, day: Day, matches: readonly Match[]): Promise<void> {
    if (matches.length === 0) return;
    const rows = matches.map(({ line, item }) => ({
      file_id: line.fileId,
      line_number: line.number,
      item_id: item.id,
      item_day: item.day,
      amount_minor: line.amountMinor,
      currency: line.currency,
    }));
    const added = await tx.execute(
      `insert into matches (route, day, file_id, line_number, item_id, item_day,
         amount_minor, currency, rule, rule_version, matched_at)
       select $1, $2, file_id, line_number, item_id, item_day, amount_minor, currency, $4, $5, $3
         from json_to_recordset($6::json) as r(file_id text, line_number int, item_id text,
           item_day date, amount_minor bigint, currency text)`,
      [route, day, this.context.clock.now(), MATCH_RULE.name, MATCH_RULE.version, jsonRows(rows)],
    );
    expectRows(added, matches.length, 'matches');
  }

  /** Forgets what earlier runs of the day set off; it is written anew, reference by reference. */
  async clearNetted(tx: Transaction, route: string, day: Day): Promise<void> {
    await tx.execute('delete from netted_items where route = $1 and day = $2', [route, day]);
  }

  /** Keeps what a run set off. */
  async addNetted(
    tx: Transaction,
    route: string,
    day: Day,
    netted: Partition['netted'],
  ): Promise<void> {
    if (netted.length === 0) return;
    const rows = netted.flatMap(([paid, back]) => [
      { item_id: paid.id, against_id: back.id },
      { item_id: back.id, against_id: paid.id },
    ]);
    await tx.execute(
      `insert into netted_items (item_id, against_id, route, day)
       select item_id, against_id, $1, $2
         from json_to_recordset($3::json) as r(item_id text, against_id text)`,
      [route, day, jsonRows(rows)],
    );
  }

  /** @throws Error with both sides unless matched + breaks = file total, to the peso */
  async assertTie(tx: Transaction, route: string, day: Day): Promise<void> {
    const wrong = await tx.query<Tally>(
      `select count(*) filter (where side = 'file') as lines,
              coalesce(sum(amount) filter (where side = 'file'), 0) as lines_minor,
              count(*) filter (where side = 'explained') as explained,
              coalesce(sum(amount) filter (where side = 'explained'), 0) as explained_minor
         from (
           select 'file' as side, l.currency, l.amount_minor as amount
             from lines l join files f on f.id = l.file_id and f.status = 'complete'
            where l.route = $1 and l.collected_on = $2
           union all
           select 'explained', currency, amount_minor from matches
            where route = $1 and day = $2 and undone_at is null
           union all
           select 'explained', currency, received_minor from breaks
            where route = $1 and day = $2 and status = 'open' and line_number is not null) all_of_it
        group by currency
       having count(*) filter (where side = 'file') <> count(*) filter (where side = 'explained')
           or sum(case side when 'file' then amount else -amount end) <> 0`,
      [route, day],
    );
    if (wrong.length > 0) {
      throw new Error(`matched + breaks ≠ files of ${route} on ${day}: ${JSON.stringify(wrong)}`);
    }
  }
}
