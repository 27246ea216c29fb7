import { expectRows, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { LedgerContext } from '../ledger-context.js';
import type { Entry } from '../posting/posting.js';

/** A leg with its place in its account: version without gaps and the balance that it leaves. */
export interface NumberedEntry {
  readonly accountId: string;
  readonly version: bigint;
  readonly transactionId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly balanceAfterMinor: bigint;
}

/** Numbered legs, and the instant that they are all recorded at. */
export interface Advanced {
  readonly entries: readonly NumberedEntry[];
  readonly recordedAt: Date;
}

type Leg = Entry & { readonly transactionId: string };

interface BalanceRow {
  account_id: string;
  balance: string;
  version: string;
  moved_at: Date | null;
}

interface State {
  readonly balance: bigint;
  readonly version: bigint;
}

/** Accounts and their balances. */
@Injectable()
export class AccountsService {
  private readonly known = new Map<string, string>();

  constructor(private readonly context: LedgerContext) {}

  /**
   * Moves the balances of the accounts that legs touch.
   *
   * @returns the legs, numbered, and when they are recorded: now, or where a clock ran ahead, when the last
   *   of these accounts moved. So a balance as of an instant has all that it builds on, and all balances
   *   as of an instant sum to zero. Rows stay locked until the transaction ends.
   */
  async advance(tx: Transaction, legs: readonly Leg[]): Promise<Advanced> {
    const ids = await this.idsOf(tx, legs);
    const touched = [...new Set(legs.map((leg) => ids.get(keyOf(leg)) ?? ''))];
    // Taken in id order, once for all legs: two postings can wait for each other, never dead-lock.
    const rows = await tx.query<BalanceRow>(
      `select account_id::text as account_id, balance_minor::text as balance, version::text as version, moved_at
       from balance where account_id = any ($1::bigint[]) order by account_id for no key update`,
      [touched],
    );
    expectRows(rows.length, touched.length, 'balances to lock');
    const state = new Map(
      rows.map((row) => [
        row.account_id,
        { balance: BigInt(row.balance), version: BigInt(row.version) },
      ]),
    );
    const entries = legs.map((leg) => number(leg, ids.get(keyOf(leg)) ?? '', state));
    const recordedAt = latest([this.context.clock.now(), ...rows.map((row) => row.moved_at)]);
    await this.store(tx, state, recordedAt);
    return { entries, recordedAt };
  }

  private async store(
    tx: Transaction,
    state: ReadonlyMap<string, State>,
    recordedAt: Date,
  ): Promise<void> {
    const ids = [...state.keys()];
    const updated = await tx.execute(
      `update balance b set balance_minor = n.balance, version = n.version, moved_at = $4
       from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as n (id, balance, version)
       where b.account_id = n.id`,
      [
        ids,
        ids.map((id) => state.get(id)?.balance ?? 0n),
        ids.map((id) => state.get(id)?.version ?? 0n),
        recordedAt,
      ],
    );
    expectRows(updated, ids.length, 'balances');
  }

  /** Ids of the accounts that legs name; accounts are opened at their first use. */
  private async idsOf(tx: Transaction, legs: readonly Leg[]): Promise<Map<string, string>> {
    const keys = [...new Set(legs.map(keyOf))].sort();
    const ids = new Map<string, string>();
    const missing = keys.filter((key) => {
      const id = this.known.get(key);
      if (id !== undefined) ids.set(key, id);
      return id === undefined;
    });
    for (const key of missing) ids.set(key, await this.open(tx, key));
    tx.afterCommit(() => {
      for (const [key, id] of ids) this.known.set(key, id);
    });
    return ids;
  }

  private async open(tx: Transaction, key: string): Promise<string> {
    const [code = '', currency = ''] = key.split(' ');
    await tx.execute(
      `with opened as (
         insert into account (code, currency, opened_at) values ($1, $2, $3)
         on conflict (code, currency) do nothing returning id)
       insert into balance (account_id, balance_minor, version) select id, 0, 0 from opened`,
      [code, currency, this.context.clock.now()],
    );
    const [row] = await tx.query<{ id: string }>(
      'select id::text as id from account where code = $1 and currency = $2',
      [code, currency],
    );
    if (row === undefined) throw new Error(`account ${key} could not be opened`);
    return row.id;
  }
}

function latest(instants: readonly (Date | null)[]): Date {
  return new Date(Math.max(...instants.map((one) => one?.getTime() ?? -Infinity)));
}

function keyOf(leg: { account: string; currency: string }): string {
  return `${leg.account} ${leg.currency}`;
}

function number(leg: Leg, accountId: string, state: Map<string, State>): NumberedEntry {
  const before = state.get(accountId);
  if (before === undefined) throw new Error(`account ${leg.account} was not locked`);
  const after = { balance: before.balance + leg.amountMinor, version: before.version + 1n };
  state.set(accountId, after);
  return {
    accountId,
    version: after.version,
    transactionId: leg.transactionId,
    currency: leg.currency,
    amountMinor: leg.amountMinor,
    balanceAfterMinor: after.balance,
  };
}
