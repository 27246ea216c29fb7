import { instructionSchema, MESSAGE_TYPES, type Instruction } from '@cauce/contracts';
import type { IssueCommand } from '@cauce/contracts';

/** What this service has issued, or tried to, under one reference. */
export interface Voucher {
  readonly route: string;
  readonly reference: string;
  readonly attemptId: string;
  readonly paymentId: string;
  readonly command: IssueCommand;
  readonly providerTransactionIds: readonly string[];
  /** Null until the provider has answered. */
  readonly instruction: Instruction | null;
  /** What the provider said; until then, what was asked for. */
  readonly expiresAt: Date;
  readonly isPaid: boolean;
  /** Tills ask us about it, and no provider knows of it. */
  readonly isForTills: boolean;
  /** Since when no till may take it any more, where it was voided. */
  readonly closedAt: Date | null;
  readonly pollFailures: number;
  readonly createdAt: Date;
}

/** A row of the table, as the driver hands it over. */
export interface VoucherRow {
  readonly route: string;
  readonly reference: string;
  readonly attempt_id: string;
  readonly payment_id: string;
  readonly command: unknown;
  readonly provider_transaction_ids: string[];
  readonly instruction: unknown;
  readonly expires_at: Date;
  readonly is_paid: boolean;
  readonly is_for_tills: boolean;
  readonly closed_at: Date | null;
  readonly poll_failures: number;
  readonly created_at: Date;
}

export const VOUCHER_COLUMNS = `route, reference, attempt_id, payment_id, command,
  provider_transaction_ids, instruction, expires_at, is_paid, is_for_tills, closed_at,
  poll_failures, created_at`;

/** Reads a row; its JSON was checked when it was written and is checked again. */
export function toVoucher(row: VoucherRow): Voucher {
  return {
    route: row.route,
    reference: row.reference,
    attemptId: row.attempt_id,
    paymentId: row.payment_id,
    command: MESSAGE_TYPES['connector.issue'].data.parse(row.command),
    providerTransactionIds: row.provider_transaction_ids,
    instruction: row.instruction === null ? null : instructionSchema.parse(row.instruction),
    expiresAt: row.expires_at,
    isPaid: row.is_paid,
    isForTills: row.is_for_tills,
    closedAt: row.closed_at,
    pollFailures: row.poll_failures,
    createdAt: row.created_at,
  };
}
