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
  expires_at timestamptz not null,
  is_paid boolean not null,
  next_poll_at timestamptz,
  polled_at timestamptz,
  poll_failures int not null,
  created_at timestamptz not null,
  primary key (route, reference)
);
create index voucher_poll on voucher (next_poll_at) where next_poll_at is not null;

-- What providers sent us, sealed. The digest is keyed: it says that bytes are the same and nothing else.
create table callback_inbox (
  id text primary key,
  route text not null,
  digest text not null,
  sealed text not null,
  copies int not null,
  status text not null check (status in ('new', 'done', 'forged', 'unconfirmed')),
  tries int not null,
  due_at timestamptz,
  received_at timestamptz not null,
  last_received_at timestamptz not null,
  unique (route, digest)
);
create index callback_due on callback_inbox (due_at) where due_at is not null;
create index callback_age on callback_inbox (last_received_at) where due_at is null;

-- What was said to providers and what they answered: scrubbed, sealed, for ninety days.
create table exchange (
  id text primary key,
  route text not null,
  operation text not null,
  purpose text not null,
  attempt_id text,
  outcome text not null,
  status int,
  duration_ms int not null,
  sealed text not null,
  started_at timestamptz not null
);
create index exchange_attempt on exchange (attempt_id) where attempt_id is not null;
create index exchange_age on exchange (started_at);

-- Each fact is stated once; what was stated stays.
create table stated_fact (
  route text not null,
  provider_transaction_id text not null,
  kind text not null check (kind in ('paid', 'reversed', 'rejected', 'expired', 'cancelled')),
  fact_id text not null unique,
  reference text not null,
  payment_id text,
  amount_minor bigint not null,
  currency char(3) not null,
  occurred_at timestamptz not null,
  source text not null,
  stated_at timestamptz not null,
  primary key (route, provider_transaction_id, kind)
);
create index stated_fact_reference on stated_fact (route, reference);
-- Every connector service runs this in its own schema, whose name is that of its role.
do $$ begin
  execute format('revoke update, delete, truncate on stated_fact from %I', 'cauce_' || current_schema());
end $$;

-- Settlement files as they came, each once. A day without collections has no bytes, every time the same.
create table settlement_file (
  id text primary key,
  route text not null,
  format text not null,
  name text not null,
  listed_on date not null,
  collected_on date not null,
  sha256 text not null,
  size_bytes int not null,
  identity text,
  status text not null check (status in ('accepted', 'rejected')),
  bytes_gzip bytea not null,
  fetched_at timestamptz not null,
  unique (route, collected_on, sha256)
);
create unique index settlement_identity on settlement_file (route, identity) where status = 'accepted';
create index settlement_sha256 on settlement_file (route, sha256);
`;
