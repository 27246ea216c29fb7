import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments, their attempts, what providers said of them, and the story that is told of both. */
export class CreatePayments1764000000000 implements MigrationInterface {
  readonly name = 'CreatePayments1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PAYMENTS);
    await runner.query(ATTEMPTS);
    await runner.query(FACTS);
    await runner.query(STORY_AND_ROUTES);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const PAYMENTS = `
create table payments (
  id text primary key,
  merchant_id text not null,
  reference text not null,
  description text not null,
  state text not null check (state in ('created','submitted','unresolved','pending','partially_paid',
    'paid','expired','cancelled','failed','reversed')),
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  amount_paid_minor bigint not null check (amount_paid_minor >= 0),
  methods text[] not null,
  method text,
  route text,
  bank text,
  return_url text,
  payer_sealed text not null,
  payer_document_index text,
  metadata jsonb not null,
  requested_expires_at timestamptz,
  effective_expires_at timestamptz,
  timer_kind text check (timer_kind in ('expiring','expire')),
  timer_at timestamptz,
  is_late boolean not null,
  sequence int not null check (sequence > 0),
  routing jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((timer_kind is null) = (timer_at is null))
);
-- A merchant's own reference names one payment that is open or has money; a new try after a failure may use it again.
create unique index payments_reference on payments (merchant_id, reference)
  where state not in ('failed','cancelled','expired','reversed');
create index payments_newest on payments (merchant_id, created_at desc, id desc);
create index payments_timer on payments (timer_at) where timer_at is not null;
`;

const ATTEMPTS = `
create table attempts (
  id text primary key,
  payment_id text not null references payments (id),
  number int not null check (number > 0),
  route text not null,
  reference text not null,
  status text not null check (status in ('sending','unknown','issued','rejected','not_sent','absent',
    'expired','cancelled','orphaned')),
  outcome text check (outcome in ('done','rejected','not_sent','unknown')),
  reason text,
  provider_transaction_id text,
  instruction jsonb,
  resolve_at timestamptz,
  queries int not null,
  absences int not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  unique (payment_id, number),
  unique (route, reference)
);
-- At most one voucher that may be live: a second attempt cannot start before the first is known to be over.
create unique index attempts_one_live on attempts (payment_id) where status in ('sending','unknown','issued');
create index attempts_resolve on attempts (resolve_at) where resolve_at is not null;
`;

const FACTS = `
create table facts (
  id text primary key,
  payment_id text,
  attempt_id text,
  route text not null,
  reference text not null,
  kind text not null check (kind in ('paid','reversed','rejected','expired','cancelled')),
  provider_transaction_id text not null,
  amount_minor bigint not null,
  currency char(3) not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  constraint facts_once unique (route, provider_transaction_id, kind)
);
create index facts_payment on facts (payment_id);
create table receipts (
  fact_id text primary key references facts (id),
  payment_id text not null references payments (id),
  attempt_id text not null,
  route text not null,
  provider_transaction_id text not null,
  position int not null,
  amount_minor bigint not null check (amount_minor > 0),
  applied_minor bigint not null check (applied_minor >= 0),
  surplus_minor bigint not null check (surplus_minor >= 0),
  is_reversed boolean not null,
  check (applied_minor + surplus_minor = amount_minor),
  unique (payment_id, position)
);
revoke update, delete on facts from cauce_router;
revoke delete on payments, attempts, receipts from cauce_router;
`;

const STORY_AND_ROUTES = `
create table payment_events (
  payment_id text not null,
  sequence int not null,
  id text not null unique,
  type text not null,
  occurred_at timestamptz not null,
  data jsonb not null,
  primary key (payment_id, sequence)
);
revoke update, delete on payment_events from cauce_router;
create table routes (
  route text primary key,
  rail text not null,
  announcement jsonb not null,
  announced_at timestamptz not null
);
create table merchants (
  id text primary key,
  name text not null,
  created_at timestamptz not null
);
`;
