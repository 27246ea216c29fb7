import { toMoneyView } from '@cauce/api';
import { money, type Currency } from '@cauce/money';
import { ACCOUNT_PATTERNS, patternOf } from '../accounts/chart-of-accounts.js';
import type { TransactionKind } from '../posting/posting.js';
import type { AccountView, EntryView, TransactionView } from './ledger.schema.js';

/** A balance; minor units as text, as PostgreSQL sends them. */
export interface BalanceRow {
  code: string;
  currency: Currency;
  balance: string;
}

/** An entry of one account. */
export interface EntryRow {
  version: string;
  transaction_id: string;
  kind: TransactionKind;
  currency: Currency;
  amount: string;
  after: string;
  recorded_at: Date;
}

/** A leg with the facts of its transaction. */
export interface LegRow {
  id: string;
  kind: TransactionKind;
  payment_id: string | null;
  merchant_id: string | null;
  route: string | null;
  occurred_at: Date;
  effective_on: string;
  recorded_at: Date;
  code: string;
  currency: Currency;
  amount: string;
}

/** An account with its balance; `unknown` for a code that this version has no pattern for. */
export function toAccountView(row: BalanceRow): AccountView {
  const pattern = patternOf(row.code);
  return {
    code: row.code,
    nature: pattern === null ? 'unknown' : ACCOUNT_PATTERNS[pattern].nature,
    balance: amountView(row.balance, row.currency),
  };
}

/** An entry of the account with this code. */
export function toEntryView(account: string, row: EntryRow): EntryView {
  return {
    account,
    transactionId: row.transaction_id,
    kind: row.kind,
    amount: amountView(row.amount, row.currency),
    balanceAfter: amountView(row.after, row.currency),
    recordedAt: row.recorded_at.toISOString(),
  };
}

function amountView(minor: string, currency: Currency) {
  return toMoneyView(money(BigInt(minor), currency));
}

/** Transactions in the order of their first legs, with all of them. */
export function toTransactionViews(rows: readonly LegRow[]): TransactionView[] {
  const byId = new Map<string, TransactionView>();
  for (const row of rows) {
    const transaction = byId.get(row.id) ?? {
      id: row.id,
      kind: row.kind,
      paymentId: row.payment_id,
      route: row.route,
      occurredAt: row.occurred_at.toISOString(),
      effectiveOn: row.effective_on,
      recordedAt: row.recorded_at.toISOString(),
      entries: [],
    };
    transaction.entries.push({ account: row.code, amount: amountView(row.amount, row.currency) });
    byId.set(row.id, transaction);
  }
  return [...byId.values()];
}
