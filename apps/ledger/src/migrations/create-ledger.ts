import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts, balances, transactions and entries, with the rules that the books stand on in the database itself. */
export class CreateLedger1764000100000 implements MigrationInterface {
  readonly name = 'CreateLedger1764000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(RULES);
    await runner.query(FEES);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const TABLES = `
create table account (
  id bigint generated always as identity primary key,
  code text not null,
  currency char(3) not null,
  opened_at timestamptz not null,
  unique (code, currency)
);
-- Hot and narrow: no other index, so that updates stay in the page.
create table balance (
  account_id bigint primary key,
  balance_minor bigint not null,
  version bigint not null check (version >= 0)
) with (fillfactor = 50);
create table transaction (
  id text primary key,
  kind text not null,
  -- The message that caused it: one message posts once.
  source_id text not null,
  position smallint not null,
  payment_id text,
  merchant_id text,
  route text,
  reference text,
  provider_transaction_id text,
  fact_id text,
  occurred_at timestamptz not null,
  effective_on date not null,
  recorded_at timestamptz not null,
  unique (source_id, position)
);
create index transaction_payment on transaction (payment_id) where payment_id is not null;
create index transaction_fact on transaction (fact_id) where fact_id is not null;
-- No foreign keys: they are dearer than all the rest; the posting path asserts its row counts instead.
create table entry (
  account_id bigint not null,
  version bigint not null,
  transaction_id text not null,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor <> 0),
  balance_after_minor bigint not null,
  recorded_at timestamptz not null,
  primary key (account_id, version)
);
create index entry_transaction on entry (transaction_id);
`;

const RULES = `
create function refuse_unbalanced() returns trigger language plpgsql as $$
declare
  bad record;
begin
  select transaction_id, currency, sum(amount_minor) as off into bad from inserted
    group by transaction_id, currency having sum(amount_minor) <> 0 limit 1;
  if found then
    raise exception 'transaction % is off by % % minor units', bad.transaction_id, bad.off, bad.currency
      using errcode = 'LD001';
  end if;
  return null;
end $$;
-- All entries of a transaction come in one statement, so the statement is what must balance.
create trigger entry_balances after insert on entry
  referencing new table as inserted for each statement execute function refuse_unbalanced();
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the books are corrected by reversal', tg_op, tg_table_name
    using errcode = 'LD002';
end $$;
create trigger entry_is_final before update or delete or truncate on entry
  for each statement execute function refuse_change();
create trigger transaction_is_final before update or delete or truncate on transaction
  for each statement execute function refuse_change();
revoke update, delete, truncate on entry, transaction from cauce_ledger;
revoke delete, truncate on balance, account from cauce_ledger;
`;

const FEES = `
create table fee_schedule (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('provider', 'platform')),
  subject text,
  fixed_minor bigint not null check (fixed_minor >= 0),
  fee_bps bigint not null check (fee_bps >= 0),
  iva_bps bigint not null check (iva_bps >= 0),
  from_on date not null,
  to_on date,
  source text not null,
  check (to_on is null or to_on >= from_on)
);
insert into fee_schedule (kind, subject, fixed_minor, fee_bps, iva_bps, from_on, to_on, source) values
  ('provider', null, 80000, 250, 1900, '2020-01-01', null, 'illustrative: 2,5 % + $ 800, IVA 19 %; put your contract here'),
  ('platform', null, 100000, 320, 1900, '2020-01-01', null, 'illustrative: 3,2 % + $ 1.000, IVA 19 %; put your contract here');
`;
