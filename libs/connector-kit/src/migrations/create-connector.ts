import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a connector service keeps: vouchers, callbacks, exchanges, stated facts, settlement files. */
export class CreateConnector1764000200000 implements MigrationInterface {
  readonly name = 'CreateConnector1764000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const TABLES = `
-- Written before the provider is called, so that a callback before the reply finds it.
create table voucher (
  route text not null,
  reference text not null,
  attempt_id text not null unique,
  payment_id text not null,
  command jsonb not null,
  provider_transaction_ids text[] not null,
  instruction jsonb,
  expires_at timestamptz,
  next_poll_at timestamptz,
  polls int not null,
  created_at timestamptz not null,
  primary key (route, reference)
);
create index voucher_poll on voucher (next_poll_at) where next_poll_at is not null;
create table callback_inbox (
  id text primary key,
  route text not null,
  digest text not null,
  method text not null,
  content_type text,
  sealed text not null,
  copies int not null,
  status text not null check (status in ('new', 'done', 'forged', 'unconfirmed')),
  tries int not null,
  due_at timestamptz,
  received_at timestamptz not null,
  unique (route, digest)
);
create index callback_due on callback_inbox (due_at) where due_at is not null;
create table exchange (
  id text primary key,
  route text not null,
  operation text not null,
  attempt_id text,
  outcome text not null,
  status int,
  duration_ms int not null,
  sealed text not null,
  started_at timestamptz not null
);
create index exchange_attempt on exchange (attempt_id) where attempt_id is not null;
create index exchange_age on exchange (started_at);
create table stated_fact (
  route text not null,
  provider_transaction_id text not null,
  kind text not null,
  fact_id text not null,
  stated_at timestamptz not null,
  primary key (route, provider_transaction_id, kind)
);
create table settlement_file (
  id text primary key,
  route text not null,
  collected_on date not null,
  name text not null,
  sha256 text not null,
  identity text,
  status text not null check (status in ('accepted', 'rejected')),
  bytes bytea not null,
  fetched_at timestamptz not null,
  unique (route, sha256)
);
create unique index settlement_identity on settlement_file (route, identity) where status = 'accepted';
`;
