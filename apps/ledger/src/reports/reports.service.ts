import { apiError, toMoneyView, type Caller, type Position } from '@cauce/api';
import { money, type Currency } from '@cauce/money';
import { Injectable } from '@nestjs/common';
import { merchantOfAccount } from '../accounts/chart-of-accounts.js';
import { ledgerError } from '../errors.js';
import { LedgerContext } from '../ledger-context.js';
import {
  toAccountView,
  toEntryView,
  toTransactionViews,
  type BalanceRow,
  type EntryRow,
  type LegRow,
} from './ledger-views.schema.js';
import type {
  AccountView,
  EntryView,
  TransactionView,
  TrialBalanceView,
  Verification,
} from './ledger.schema.js';
import { verifyLedger } from './verify-ledger.service.js';

/** Balances now come from the balance rows; those of an instant from the last entry recorded by then. */
const BALANCES_NOW = `select a.code, a.currency, b.balance_minor::text as balance
  from account a join balance b on b.account_id = a.id
  where starts_with(a.code, $1) order by a.code, a.currency`;
const BALANCES_AT = `select a.code, a.currency, last.balance_after_minor::text as balance
  from account a join lateral (
    select balance_after_minor from entry where account_id = a.id and recorded_at <= $2
    order by version desc limit 1) last on true
  where starts_with(a.code, $1) order by a.code, a.currency`;

/** Reads the books. A merchant sees its own accounts and payments; an operator sees all. */
@Injectable()
export class ReportsService {
  constructor(private readonly context: LedgerContext) {}

  async accounts(caller: Caller, prefix: string): Promise<AccountView[]> {
    const rows = await this.balances(prefix, undefined);
    return rows.filter((row) => mayRead(caller, row.code)).map(toAccountView);
  }

  /** @throws ACCOUNT_NOT_FOUND also for an account that the caller may not see */
  async account(caller: Caller, code: string, at: Date | undefined): Promise<AccountView> {
    const row = (await this.balances(code, at)).find((one) => one.code === code);
    if (row === undefined || !mayRead(caller, code)) throw ledgerError('ACCOUNT_NOT_FOUND');
    return toAccountView(row);
  }

  /** Entries of an account, newest first; `after` is the version of the last one seen. */
  async entries(
    caller: Caller,
    code: string,
    limit: number,
    after: Position | null,
  ): Promise<(EntryView & { version: string })[]> {
    await this.account(caller, code, undefined);
    const rows = await this.context.database.reads.query<EntryRow>(
      `select e.version::text as version, e.transaction_id, t.kind, e.currency,
         e.amount_minor::text as amount, e.balance_after_minor::text as after, e.recorded_at
       from account a join entry e on e.account_id = a.id join transaction t on t.id = e.transaction_id
       where a.code = $1 and ($2::bigint is null or e.version < $2) order by e.version desc limit $3`,
      [code, cursorVersion(after), limit],
    );
    return rows.map((row) => ({ version: row.version, ...toEntryView(code, row) }));
  }

  /** Transactions of a payment with all their entries, in the order of posting. */
  async transactions(caller: Caller, paymentId: string): Promise<TransactionView[]> {
    const rows = await this.context.database.reads.query<LegRow>(
      `select t.id, t.kind, t.payment_id, t.merchant_id, t.route, t.occurred_at,
         t.effective_on::text as effective_on, t.recorded_at, a.code, e.currency,
         e.amount_minor::text as amount
       from transaction t join entry e on e.transaction_id = t.id join account a on a.id = e.account_id
       where t.payment_id = $1 and ($2::text is null or t.merchant_id = $2)
       order by t.id, e.account_id, e.version`,
      [paymentId, caller.merchantId],
    );
    return toTransactionViews(rows);
  }

  async trialBalance(at: Date | undefined): Promise<TrialBalanceView> {
    const rows = await this.balances('', at);
    const totals = new Map<Currency, bigint>();
    for (const { currency, balance } of rows) {
      totals.set(currency, (totals.get(currency) ?? 0n) + BigInt(balance));
    }
    return {
      at: (at ?? this.context.clock.now()).toISOString(),
      accounts: rows.map(toAccountView),
      totals: [...totals].map(([currency, total]) => ({
        currency,
        total: toMoneyView(money(total, currency)),
      })),
    };
  }

  async verify(): Promise<Verification> {
    return verifyLedger(this.context.database);
  }

  private async balances(prefix: string, at: Date | undefined): Promise<BalanceRow[]> {
    const { reads } = this.context.database;
    return at === undefined
      ? reads.query<BalanceRow>(BALANCES_NOW, [prefix])
      : reads.query<BalanceRow>(BALANCES_AT, [prefix, at]);
  }
}

function mayRead(caller: Caller, code: string): boolean {
  return caller.merchantId === null || merchantOfAccount(code) === caller.merchantId;
}

/** @throws INVALID_REQUEST for a cursor that no page of entries had: to start over would repeat them */
function cursorVersion(after: Position | null): string | null {
  if (after === null || /^\d{1,18}$/.test(after[0])) return after?.[0] ?? null;
  const detail = 'must be the "next" of an earlier page of this list';
  throw apiError('INVALID_REQUEST', {
    fieldErrors: [{ pointer: '?after', code: 'invalid_format', detail }],
  });
}
