import {
  instructionSchema,
  MESSAGE_TYPES,
  type Instruction,
  type IssueCommand,
} from '@cauce/contracts';
import type { Sql, Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { nextPollAt } from '../poll-schedule.js';

/** What this service has issued, or tried to, under one reference. */
export interface Voucher {
  readonly route: string;
  readonly reference: string;
  readonly attemptId: string;
  readonly paymentId: string;
  readonly command: IssueCommand;
  readonly providerTransactionIds: readonly string[];
  readonly instruction: Instruction | null;
  readonly expiresAt: Date | null;
  readonly polls: number;
}

interface VoucherRow {
  route: string;
  reference: string;
  attempt_id: string;
  payment_id: string;
  command: unknown;
  provider_transaction_ids: string[];
  instruction: unknown;
  expires_at: Date | null;
  polls: number;
}

const issueCommand = MESSAGE_TYPES['connector.issue'].data;

/** Rows of vouchers. */
@Injectable()
export class VouchersService {
  constructor(private readonly context: ConnectorContext) {}

  /** Writes the voucher before the provider is called. */
  async write(tx: Transaction, command: IssueCommand): Promise<void> {
    const now = this.context.clock.now();
    await tx.execute(
      `insert into voucher (route, reference, attempt_id, payment_id, command,
         provider_transaction_ids, next_poll_at, polls, created_at)
       values ($1, $2, $3, $4, $5, '{}', $6, 0, $7) on conflict do nothing`,
      [
        command.route,
        command.reference,
        command.attemptId,
        command.paymentId,
        JSON.stringify(issueCommand.encode(command)),
        nextPollAt({ polls: 0, expiresAt: null }, now, this.context.settings.pollScheduleMs),
        now,
      ],
    );
  }

  /** Adds what the provider answered. */
  async complete(
    tx: Transaction,
    route: string,
    reference: string,
    answer: { instruction: Instruction | null; providerTransactionIds: readonly string[] },
  ): Promise<void> {
    const instruction =
      answer.instruction === null ? null : instructionSchema.encode(answer.instruction);
    await tx.execute(
      `update voucher set
         instruction = coalesce(instruction, $3),
         expires_at = coalesce(expires_at, $4),
         provider_transaction_ids = (
           select coalesce(array_agg(distinct id), '{}')
           from unnest(provider_transaction_ids || $5::text[]) as id)
       where route = $1 and reference = $2`,
      [
        route,
        reference,
        instruction === null ? null : JSON.stringify(instruction),
        answer.instruction?.expiresAt ?? null,
        [...answer.providerTransactionIds],
      ],
    );
  }

  async find(sql: Sql, route: string, reference: string): Promise<Voucher | null> {
    const [row] = await sql.query<VoucherRow>(
      'select * from voucher where route = $1 and reference = $2',
      [route, reference],
    );
    return row === undefined ? null : toVoucher(row);
  }

  /** Takes a voucher that is due to be asked about, and says when it is next. */
  async takeDue(): Promise<Voucher | null> {
    const { database, clock, settings } = this.context;
    return database.transaction(async (tx) => {
      const now = clock.now();
      const [row] = await tx.query<VoucherRow>(
        `select * from voucher where next_poll_at <= $1 order by next_poll_at limit 1
         for update skip locked`,
        [now],
      );
      if (row === undefined) return null;
      const voucher = toVoucher(row);
      const next = nextPollAt(
        { ...voucher, polls: voucher.polls + 1 },
        now,
        settings.pollScheduleMs,
      );
      await tx.execute(
        `update voucher set polls = polls + 1, next_poll_at = $3 where route = $1 and reference = $2`,
        [voucher.route, voucher.reference, next],
      );
      return voucher;
    });
  }
}

function toVoucher(row: VoucherRow): Voucher {
  return {
    route: row.route,
    reference: row.reference,
    attemptId: row.attempt_id,
    paymentId: row.payment_id,
    command: issueCommand.parse(row.command),
    providerTransactionIds: row.provider_transaction_ids,
    instruction: row.instruction === null ? null : instructionSchema.parse(row.instruction),
    expiresAt: row.expires_at,
    polls: row.polls,
  };
}
