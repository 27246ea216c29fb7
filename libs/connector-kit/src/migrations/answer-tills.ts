import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tills that ask us have registered, confirmed and taken back. */
export class AnswerTills1764400100000 implements MigrationInterface {
  readonly name = 'AnswerTills1764400100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const TABLES = `
-- Of such a voucher no provider knows: tills ask us about it. A closed one is taken by no till any more.
alter table voucher
  add column is_for_tills boolean not null default false,
  add column closed_at timestamptz;
-- What a cashier types finds one voucher.
create unique index voucher_till_code on voucher (route, (instruction ->> 'code'))
  where is_for_tills and instruction is not null;

-- One row for each payment that a network has named, whatever it said of it first.
create table till_transaction (
  route text not null,
  network text not null,
  transaction text not null,
  -- Ours, which the till prints.
  number bigint not null generated always as identity unique,
  status text not null check (status in ('registered', 'confirmed', 'reversed')),
  -- Null where a reverse came before its register, as all that a register says: the row is its tombstone.
  reference text,
  amount_minor bigint check (amount_minor > 0),
  currency char(3),
  registered_at timestamptz,
  -- Whether it takes the voucher from other tills: until then, or for good once it is confirmed.
  is_holding boolean not null,
  held_until timestamptz,
  confirmed_at timestamptz,
  reversed_at timestamptz,
  -- The register as it came, sealed, for ninety days.
  sealed text,
  primary key (route, network, transaction),
  check (num_nulls(reference, amount_minor, currency, registered_at, held_until) in (0, 5)),
  check (status = 'reversed' or reference is not null),
  check (status <> 'registered' or confirmed_at is null),
  check (status <> 'confirmed' or confirmed_at is not null),
  check ((status = 'reversed') = (reversed_at is not null)),
  check (status <> 'reversed' or not is_holding)
);
-- A voucher is taken by one till at a time.
create unique index till_holding on till_transaction (route, reference) where is_holding;
create index till_reference on till_transaction (route, reference) where reference is not null;
create index till_sealed on till_transaction (registered_at) where sealed is not null;
-- A tombstone that went would let a late register through.
do $$ begin
  execute format('revoke delete, truncate on till_transaction from %I', 'cauce_' || current_schema());
end $$;
`;
