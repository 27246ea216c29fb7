import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files and their lines, what the ledger expects, what was matched with what, and the breaks. */
export class CreateReconciliation1764000000000 implements MigrationInterface {
  readonly name = 'CreateReconciliation1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROUTES_AND_FILES);
    await runner.query(EXPECTED_ITEMS);
    await runner.query(MATCHES);
    await runner.query(BREAKS);
    await runner.query(REQUESTS);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const ROUTES_AND_FILES = `
create table routes (
  route text primary key,
  first_seen_at timestamptz not null
);
create table files (
  id text primary key,
  route text not null,
  collected_on date not null,
  format text not null,
  name text not null,
  sha256 char(64) not null,
  identity text,
  status text not null check (status in ('receiving','complete','duplicate','quarantined')),
  duplicate_of text,
  line_count int check (line_count >= 0),
  lines_received int not null check (lines_received between 0 and coalesce(line_count, 0)),
  total_minor bigint,
  declared_minor bigint,
  currency char(3),
  problems jsonb not null,
  warnings jsonb not null,
  received_at timestamptz not null,
  decided_at timestamptz,
  check ((status = 'receiving') = (decided_at is null)),
  check ((status = 'duplicate') = (duplicate_of is not null)),
  check (status = 'quarantined' or line_count = lines_received or status = 'receiving')
);
-- One file of each identity counts: sent twice, renamed or cut anew, it is the same money.
create unique index files_once on files (route, collected_on, identity) where status = 'complete';
create index files_of_day on files (route, collected_on);
create table lines (
  file_id text not null,
  number int not null check (number > 0),
  route text not null,
  collected_on date not null,
  reference text not null,
  raw_reference text not null,
  amount_minor bigint not null,
  currency char(3) not null,
  operation text,
  primary key (file_id, number)
);
create index lines_of_reference on lines (route, collected_on, reference);
revoke delete on files from cauce_reconciliation;
revoke update, delete on lines from cauce_reconciliation;
`;

const EXPECTED_ITEMS = `
-- One row a fact: what its ledger transactions together put on the receivable of its route.
create table expected_items (
  id text primary key,
  route text not null,
  reference text not null,
  provider_transaction_id text not null,
  payment_id text,
  amount_minor bigint not null,
  currency char(3) not null,
  occurred_on date not null,
  first_posted_at timestamptz not null
);
create index expected_items_of_reference on expected_items (route, occurred_on, reference);
create table expected_postings (
  transaction_id text primary key,
  item_id text not null,
  amount_minor bigint not null check (amount_minor <> 0)
);
create index expected_postings_item on expected_postings (item_id);
revoke delete on expected_items from cauce_reconciliation;
revoke update, delete on expected_postings from cauce_reconciliation;
`;

const MATCHES = `
create table matches (
  id bigint generated always as identity primary key,
  route text not null,
  day date not null,
  file_id text not null,
  line_number int not null,
  item_id text not null,
  item_day date not null,
  amount_minor bigint not null,
  currency char(3) not null,
  rule text not null,
  rule_version int not null,
  matched_at timestamptz not null,
  undone_at timestamptz,
  check (item_day between day - 1 and day + 1)
);
-- No line and no item is ever matched twice; a match is undone when its item's amount has changed since.
create unique index matches_line_once on matches (file_id, line_number) where undone_at is null;
create unique index matches_item_once on matches (item_id) where undone_at is null;
create index matches_of_day on matches (route, day);
create index matches_of_item_day on matches (route, item_day);
-- Receipts and reversals of one day that the file shows neither of; each run writes its day's anew.
create table netted_items (
  item_id text primary key,
  against_id text not null unique,
  route text not null,
  day date not null,
  check (item_id <> against_id)
);
create index netted_items_of_day on netted_items (route, day);
revoke delete on matches from cauce_reconciliation;
`;

const BREAKS = `
create table breaks (
  id text primary key,
  kind text not null check (kind in ('MISSING_IN_PROVIDER','MISSING_IN_LEDGER','AMOUNT_MISMATCH',
    'DUPLICATE','CONTROL_TOTAL')),
  route text not null,
  day date not null,
  reference text,
  file_id text,
  line_number int,
  item_id text,
  expected_minor bigint,
  received_minor bigint,
  difference_minor bigint not null,
  currency char(3),
  status text not null check (status in ('open','closed')),
  owner text,
  close_reason text,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  check (difference_minor = coalesce(received_minor, 0) - coalesce(expected_minor, 0)),
  check ((status = 'closed') = (closed_at is not null)),
  check ((status = 'closed') = (close_reason is not null)),
  check (file_id is not null or item_id is not null),
  check (line_number is null or file_id is not null),
  check (currency is not null or (expected_minor is null and received_minor is null))
);
-- What is wrong is told once: a line, an item or a whole file is in one open break at most.
create unique index breaks_line_once on breaks (file_id, line_number)
  where status = 'open' and line_number is not null;
create unique index breaks_item_once on breaks (item_id) where status = 'open';
create unique index breaks_file_once on breaks (file_id)
  where status = 'open' and line_number is null and file_id is not null;
create index breaks_newest on breaks (opened_at desc, id desc);
create index breaks_of_day on breaks (route, day, reference) where status = 'open';
create table break_events (
  id bigint generated always as identity primary key,
  break_id text not null,
  type text not null check (type in ('opened','changed','closed')),
  at timestamptz not null,
  detail jsonb not null
);
create index break_events_of_break on break_events (break_id, id);
revoke delete on breaks from cauce_reconciliation;
revoke update, delete on break_events from cauce_reconciliation;
`;

const REQUESTS = `
-- A (route, day) that has to be matched again. The row that is due is the job.
create table rematch_requests (
  id bigint generated always as identity primary key,
  route text not null,
  day date not null,
  due_at timestamptz not null,
  failures int not null
);
create index rematch_requests_due on rematch_requests (due_at);
create index rematch_requests_of_day on rematch_requests (route, day);
`;
