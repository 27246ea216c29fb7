import {
  instructionSchema,
  MESSAGE_TYPES,
  type Instruction,
  type IssueCommand,
} from '@cauce/contracts';
import type { Sql, Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { FIRST_DUE_VOUCHER } from '../first-due.js';
import { nextPollAt, pollAgainAt, pollScheduleOf, type PolledVoucher } from '../poll-schedule.js';
import { termsAt } from '../terms/terms-at.js';
import { toVoucher, VOUCHER_COLUMNS, type Voucher, type VoucherRow } from './voucher-row.js';

const issueCommand = MESSAGE_TYPES['connector.issue'].data;

/** A voucher that somebody made us ask about is not asked about again for this long. */
const HINT_PAUSE_MS = 60_000;

/** What is learnt of a voucher. */
export interface VoucherNews {
  readonly instruction: Instruction | null;
  readonly providerTransactionIds: readonly string[];
  readonly isPaid: boolean;
}

/** What this service has issued, or tried to: written before the provider hears of it. */
@Injectable()
export class VouchersService {
  constructor(private readonly context: ConnectorContext) {}

  /**
   * Writes the voucher before the provider is called, so that a callback before the reply finds it.
   *
   * @returns false when it was written before: then the provider may not be called again
   */
  async write(tx: Transaction, command: IssueCommand): Promise<boolean> {
    const now = this.context.clock.now();
    const { route, expiresAt } = command;
    const isNew = await tx.execute(
      `insert into voucher (route, reference, attempt_id, payment_id, command,
         provider_transaction_ids, expires_at, is_paid, next_poll_at, poll_failures, created_at,
         is_for_tills)
       values ($1, $2, $3, $4, $5, '{}', $6, false, $7, 0, $8, $9) on conflict do nothing`,
      [
        route,
        command.reference,
        command.attemptId,
        command.paymentId,
        JSON.stringify(issueCommand.encode(command)),
        expiresAt,
        this.nextPollAt(route, { createdAt: now, expiresAt, isPaid: false }, now),
        now,
        this.context.connectorOf(route)?.tills !== undefined,
      ],
    );
    return isNew === 1;
  }

  /** Adds what was learnt; what is known already stays. */
  async learn(tx: Transaction, route: string, reference: string, news: VoucherNews): Promise<void> {
    const { instruction } = news;
    await tx.execute(
      `update voucher set
         instruction = coalesce(instruction, $3::jsonb),
         expires_at = case when instruction is null then coalesce($4, expires_at) else expires_at end,
         is_paid = is_paid or $6,
         provider_transaction_ids = (
           select coalesce(array_agg(distinct id), '{}')
           from unnest(provider_transaction_ids || $5::text[]) as id)
       where route = $1 and reference = $2`,
      [
        route,
        reference,
        instruction === null ? null : JSON.stringify(instructionSchema.encode(instruction)),
        instruction?.expiresAt ?? null,
        [...news.providerTransactionIds],
        news.isPaid,
      ],
    );
  }

  /** Nothing was issued: there is nothing to poll for. The row stays, for money that comes all the same. */
  async stopPolling(tx: Transaction, route: string, reference: string): Promise<void> {
    await tx.execute('update voucher set next_poll_at = null where route = $1 and reference = $2', [
      route,
      reference,
    ]);
  }

  async find(sql: Sql, route: string, reference: string): Promise<Voucher | null> {
    const [row] = await sql.query<VoucherRow>(
      `select ${VOUCHER_COLUMNS} from voucher where route = $1 and reference = $2`,
      [route, reference],
    );
    return row === undefined ? null : toVoucher(row);
  }

  /** The voucher of a route whose tills ask us, by the code that it was handed out with. */
  async findByCode(route: string, code: string): Promise<Voucher | null> {
    const [row] = await this.context.database.reads.query<VoucherRow>(
      `select ${VOUCHER_COLUMNS} from voucher
       where route = $1 and instruction ->> 'code' = $2 and is_for_tills and instruction is not null`,
      [route, code],
    );
    return row === undefined ? null : toVoucher(row);
  }

  /** Finds a voucher and keeps others from changing it, or what tills do with it, until the end. */
  async lock(tx: Transaction, route: string, reference: string): Promise<Voucher | null> {
    // The voucher is locked before its till transactions, everywhere.
    const [row] = await tx.query<VoucherRow>(
      `select ${VOUCHER_COLUMNS} from voucher where route = $1 and reference = $2 for no key update`,
      [route, reference],
    );
    return row === undefined ? null : toVoucher(row);
  }

  /** The same as {@link lock}, by the code that the voucher was handed out with. */
  async lockByCode(tx: Transaction, route: string, code: string): Promise<Voucher | null> {
    // The voucher is locked before its till transactions, everywhere.
    const [row] = await tx.query<VoucherRow>(
      `select ${VOUCHER_COLUMNS} from voucher
       where route = $1 and instruction ->> 'code' = $2 and is_for_tills and instruction is not null
       for no key update`,
      [route, code],
    );
    return row === undefined ? null : toVoucher(row);
  }

  /** Makes the next poll due now or, as anybody may send us hints, when the pause after the last one is over. */
  async pollSoon(route: string, reference: string): Promise<void> {
    const soon = `greatest($3::timestamptz, polled_at + $4::int * interval '1 millisecond')`;
    await this.context.database.reads.execute(
      `update voucher set next_poll_at = ${soon}
       where route = $1 and reference = $2 and (next_poll_at is null or next_poll_at > ${soon})`,
      [route, reference, this.context.clock.now(), HINT_PAUSE_MS],
    );
  }

  /**
   * Takes a voucher that is due to be asked about, and says when it is next.
   *
   * @param fullRoutes - whose vouchers are passed over
   */
  async takeDue(fullRoutes: readonly string[]): Promise<Voucher | null> {
    const { database, clock } = this.context;
    const due = await database.transaction(async (tx) => {
      const now = clock.now();
      const [row] = await tx.query<VoucherRow>(FIRST_DUE_VOUCHER, [now, fullRoutes]);
      if (row === undefined) return null;
      const times = { createdAt: row.created_at, expiresAt: row.expires_at, isPaid: row.is_paid };
      await this.schedule(tx, row, this.nextPollAt(row.route, times, now), 0);
      return row;
    });
    // Last of all: one that cannot be read any more is not due for ever before all others.
    return due === null ? null : toVoucher(due);
  }

  /** The provider did not answer the poll: it is tried again before the schedule says so. */
  async pollFailed(voucher: Voucher): Promise<void> {
    const { database, clock } = this.context;
    const now = clock.now();
    const failures = voucher.pollFailures + 1;
    const scheduled = this.nextPollAt(voucher.route, voucher, now);
    await database.transaction((tx) =>
      this.schedule(tx, voucher, pollAgainAt(failures, scheduled, now), failures),
    );
  }

  private nextPollAt(route: string, voucher: PolledVoucher, now: Date): Date | null {
    const { settings } = this.context;
    const scheduleMs = settings.pollScheduleMs ?? this.suitableSchedule(route);
    return nextPollAt(voucher, now, scheduleMs, termsAt(settings.terms, route, now)?.hours ?? null);
  }

  private suitableSchedule(route: string): readonly number[] {
    const connector = this.context.connectorOf(route);
    return connector?.pollScheduleMs ?? pollScheduleOf(this.context.rail);
  }

  private async schedule(
    tx: Transaction,
    voucher: Pick<Voucher, 'route' | 'reference'>,
    nextAt: Date | null,
    failures: number,
  ): Promise<void> {
    await tx.execute(
      `update voucher set next_poll_at = $3, poll_failures = $4, polled_at = $5
       where route = $1 and reference = $2`,
      [voucher.route, voucher.reference, nextAt, failures, this.context.clock.now()],
    );
  }
}
