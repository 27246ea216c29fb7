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

/** What a till takes a voucher with. */
export interface Hold {
  /** The register as it came. */
  readonly sealed: string;
  readonly heldUntil: Date;
}

/** The payments that networks name: one row for each, which stays. */
@Injectable()
export class TillTransactionsService {
  constructor(private readonly context: ConnectorContext) {}

  /**
   * Takes a voucher for a till, in one statement, if it is live, of this amount, with no other till, and the
   * network's transaction is new.
   *
   * @returns null when any of that is not so; the caller finds out which
   */
  async take(sql: Sql, route: string, payment: TillPayment, hold: Hold): Promise<Taken | null> {
    const { network, transaction, code, amount } = payment;
    // The lock puts tills and whoever voids the voucher in line; the unique indices say who was first. They do
    // so also for what was committed while the statement waited for its lock, which it cannot see.
    const [row] = await sql.query<Taken>(
      `with due as (
         select reference, command ->> 'description' as description from voucher
         where route = $1 and instruction ->> 'code' = $4 and is_for_tills and instruction is not null
           and closed_at is null and expires_at > $7
           and (command #>> '{amount,minor}')::bigint = $5 and command #>> '{amount,currency}' = $6
         for no key update
       ), taken as (
         insert into till_transaction (route, network, transaction, status, reference, amount_minor,
           currency, registered_at, is_holding, held_until, sealed)
         select $1, $2, $3, 'registered', reference, $5, $6, $7, true, $8, $9 from due
         on conflict do nothing returning number
       )
       select taken.number::text, due.description from taken, due`,
      [
        ...[route, network, transaction, code, amount.minor.toString(), amount.currency],
        ...[this.context.clock.now(), hold.heldUntil, hold.sealed],
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

  /** Keeps a locked voucher for longer for a registration that has it. */
  async renew(tx: Transaction, number: string, heldUntil: Date): Promise<void> {
    await tx.execute(
      `update till_transaction set held_until = greatest(held_until, $2)
       where number = $1 and is_holding and status = 'registered'`,
      [number, heldUntil],
    );
  }

  /**
   * Takes a locked voucher from whichever registration has it and is not confirmed; the confirmation of that
   * one counts all the same.
   */
  async letGo(tx: Transaction, route: string, reference: string): Promise<void> {
    await tx.execute(
      `update till_transaction set is_holding = false
       where route = $1 and reference = $2 and is_holding and status = 'registered'`,
      [route, reference],
    );
  }

  /**
   * Writes that the cash of a registered transaction was taken; its voucher is locked. From here on the voucher
   * is with a confirmed transaction for as long as there is one, so that no till takes it: with this one, or
   * with another that was confirmed before.
   */
  async confirm(tx: Transaction, route: string, known: RegisteredTransaction): Promise<void> {
    if (!known.isHolding) await this.letGo(tx, route, known.reference);
    await tx.execute(
      `update till_transaction one set status = 'confirmed', confirmed_at = $4,
         is_holding = is_holding or not exists (
           select 1 from till_transaction other
           where other.route = one.route and other.reference = one.reference and other.is_holding)
       where route = $1 and network = $2 and transaction = $3`,
      [route, known.network, known.transaction, this.context.clock.now()],
    );
  }

  /**
   * Writes that a registered transaction was taken back; its voucher is locked, and goes to another one that was
   * confirmed, if there is one.
   */
  async reverse(tx: Transaction, route: string, known: RegisteredTransaction): Promise<void> {
    await tx.execute(
      `update till_transaction set status = 'reversed', reversed_at = $4, is_holding = false
       where route = $1 and network = $2 and transaction = $3`,
      [route, known.network, known.transaction, this.context.clock.now()],
    );
    if (!known.isHolding) return;
    await tx.execute(
      `update till_transaction set is_holding = true where number = (
         select min(number) from till_transaction
         where route = $1 and reference = $2 and status = 'confirmed')`,
      [route, known.reference],
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
