import type { Sql, Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { TillPayment, TillTransaction } from './till-protocol.js';
import {
  TILL_COLUMNS,
  toTillTransaction,
  type KnownTransaction,
  type RegisteredTransaction,
  type TillTransactionRow,
} from './till-transaction-row.js';

/** How long registers are kept as they came: as long as callbacks. */
const KEPT_MS = 90 * 86_400_000;

/** Rows that one purge changes, so that it never holds locks for long. */
const PURGE_BATCH = 1_000;

/** A voucher that a till has just taken. */
export interface Taken {
  readonly number: string;
  readonly description: string;
}

/** The payments that networks name: one row for each, which stays. */
@Injectable()
export class TillTransactionsService {
  constructor(private readonly context: ConnectorContext) {}

  /**
   * Takes a voucher for a till, in one statement, if it is live, of this amount, with no other till, and the
   * network's transaction is new.
   *
   * @param sealed the register as it came
   * @returns null when any of that is not so; the caller finds out which
   */
  async take(route: string, payment: TillPayment, sealed: string): Promise<Taken | null> {
    const { network, transaction, code, amount } = payment;
    // The lock puts tills and whoever voids the voucher in line; the unique indices say who was first.
    const [row] = await this.context.database.reads.query<Taken>(
      `with due as (
         select reference, command ->> 'description' as description from voucher
         where route = $1 and instruction ->> 'code' = $4 and is_for_tills and instruction is not null
           and closed_at is null and expires_at > $7
           and (command #>> '{amount,minor}')::bigint = $5 and command #>> '{amount,currency}' = $6
         for no key update
       ), taken as (
         insert into till_transaction (route, network, transaction, status, reference, amount_minor,
           currency, registered_at, is_holding, sealed)
         select $1, $2, $3, 'registered', reference, $5, $6, $7, true, $8 from due
         on conflict do nothing returning number
       )
       select taken.number::text, due.description from taken, due`,
      [
        ...[route, network, transaction, code, amount.minor.toString(), amount.currency],
        ...[this.context.clock.now(), sealed],
      ],
    );
    return row ?? null;
  }

  /** What is known of a network's transaction, or null. */
  async find(sql: Sql, route: string, about: TillTransaction): Promise<KnownTransaction | null> {
    const [row] = await sql.query<TillTransactionRow>(
      `select ${TILL_COLUMNS} from till_transaction
       where route = $1 and network = $2 and transaction = $3`,
      [route, about.network, about.transaction],
    );
    return row === undefined ? null : toTillTransaction(row);
  }

  /** Everything that tills registered for a voucher, in the order in which we heard of it. */
  async of(sql: Sql, route: string, reference: string): Promise<RegisteredTransaction[]> {
    const rows = await sql.query<TillTransactionRow>(
      `select ${TILL_COLUMNS} from till_transaction where route = $1 and reference = $2
       order by number`,
      [route, reference],
    );
    return rows.map(toTillTransaction).filter((one) => one !== 'tombstone');
  }

  /** The same, for the voucher of a code. */
  async ofCode(route: string, code: string): Promise<RegisteredTransaction[]> {
    const rows = await this.context.database.reads.query<TillTransactionRow>(
      `select ${TILL_COLUMNS} from till_transaction where route = $1 and reference = (
         select reference from voucher where route = $1 and instruction ->> 'code' = $2
           and is_for_tills and instruction is not null)`,
      [route, code],
    );
    return rows.map(toTillTransaction).filter((one) => one !== 'tombstone');
  }

  /** Remembers a reverse whose register we have not heard of. @returns whether it is still unheard of */
  async bury(route: string, { network, transaction }: TillTransaction): Promise<boolean> {
    const buried = await this.context.database.reads.execute(
      `insert into till_transaction (route, network, transaction, status, is_holding, reversed_at)
       values ($1, $2, $3, 'reversed', false, $4) on conflict do nothing`,
      [route, network, transaction, this.context.clock.now()],
    );
    return buried === 1;
  }

  /** Gives the voucher of a registration free that nobody has confirmed. Its confirmation counts all the same. */
  async letGo(route: string, { network, transaction }: TillTransaction): Promise<void> {
    await this.context.database.reads.execute(
      `update till_transaction set is_holding = false
       where route = $1 and network = $2 and transaction = $3 and status = 'registered'`,
      [route, network, transaction],
    );
  }

  /** Writes what became of a registered transaction whose voucher is locked. */
  async end(
    tx: Transaction,
    route: string,
    { network, transaction }: TillTransaction,
    status: 'confirmed' | 'reversed',
  ): Promise<void> {
    await tx.execute(
      status === 'confirmed'
        ? `update till_transaction set status = 'confirmed', confirmed_at = $4
           where route = $1 and network = $2 and transaction = $3`
        : `update till_transaction set status = 'reversed', reversed_at = $4, is_holding = false
           where route = $1 and network = $2 and transaction = $3`,
      [route, network, transaction, this.context.clock.now()],
    );
  }

  /** Forgets how old registers came; the payments themselves stay. @returns how many */
  async purge(): Promise<number> {
    return this.context.database.reads.execute(
      `update till_transaction set sealed = null where number = any (array(
         select number from till_transaction
         where sealed is not null and registered_at < $1 limit ${PURGE_BATCH}))`,
      [new Date(this.context.clock.now().getTime() - KEPT_MS)],
    );
  }
}
