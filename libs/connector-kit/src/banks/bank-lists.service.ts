import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ConnectorContext } from '../connector-context.js';
import type { Bank } from '../connector.js';

const banksSchema = z.array(z.object({ code: z.string(), name: z.string() }));

/** The banks of a route, as its provider listed them at an instant. */
export interface BankList {
  readonly banks: readonly Bank[];
  readonly refreshedAt: Date;
}

/** Bank lists, kept so that a provider that does not answer takes no bank from anybody. */
@Injectable()
export class BankListsService {
  constructor(private readonly context: ConnectorContext) {}

  /** What the provider of a route listed last, however long ago; null before the first time. */
  async find(route: string): Promise<BankList | null> {
    const [row] = await this.context.database.reads.query<{ banks: unknown; refreshed_at: Date }>(
      'select banks, refreshed_at from bank_list where route = $1',
      [route],
    );
    if (row === undefined) return null;
    return { banks: banksSchema.parse(row.banks), refreshedAt: row.refreshed_at };
  }

  async store(route: string, { banks, refreshedAt }: BankList): Promise<void> {
    await this.context.database.reads.execute(
      `insert into bank_list (route, banks, refreshed_at) values ($1, $2, $3)
       on conflict (route) do update
         set banks = excluded.banks, refreshed_at = excluded.refreshed_at
         where bank_list.refreshed_at <= excluded.refreshed_at`,
      [route, JSON.stringify(banks), refreshedAt],
    );
  }

  /**
   * Takes the question for the banks of a route when it is due: one process asks.
   *
   * @param until when it is due again, if nobody says anything else
   * @returns questions in a row that were not answered; null when it is not due
   */
  async takeQuestion(route: string, until: Date): Promise<number | null> {
    const [row] = await this.context.database.reads.query<{ failures: number }>(
      `insert into bank_question as known (route, due_at, failures) values ($1, $3, 0)
       on conflict (route) do update set due_at = $3 where known.due_at <= $2
       returning failures`,
      [route, this.context.clock.now(), until],
    );
    return row?.failures ?? null;
  }

  /** Says when a question that was taken is due again. */
  async askAgain(route: string, dueAt: Date, failures: number): Promise<void> {
    await this.context.database.reads.execute(
      'update bank_question set due_at = $2, failures = $3 where route = $1',
      [route, dueAt, failures],
    );
  }
}
