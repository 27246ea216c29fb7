import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What all processes of the router know of the health of routes, and who closed or drained them and why. */
export class WatchRoutes1764500000000 implements MigrationInterface {
  readonly name = 'WatchRoutes1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BREAKERS);
    await runner.query(DRAINS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const BREAKERS = `
create table route_breakers (
  route text not null,
  operation text not null check (operation in ('issue','read_status','cancel')),
  generation int not null check (generation >= 0),
  open_until timestamptz,
  openings int not null,
  probe_successes int not null,
  changed_at timestamptz,
  primary key (route, operation)
);
-- Three places for probes of all processes together: who has the row may make one, until it expires.
create table route_probes (
  route text not null,
  operation text not null,
  slot int not null check (slot between 1 and 3),
  call text,
  expires_at timestamptz not null,
  primary key (route, operation, slot)
);
create table route_evidence (
  id text primary key,
  process text not null,
  route text not null,
  operation text not null,
  generation int not null,
  successes int not null,
  slow_successes int not null,
  failures int not null,
  slow_failures int not null,
  success_ms bigint not null,
  recorded_at timestamptz not null
);
create index route_evidence_recorded on route_evidence (recorded_at);
create table route_events (
  id text primary key,
  route text not null,
  operation text,
  kind text not null check (kind in ('breaker_opened','breaker_closed','drained','restored',
    'maintenance_planned','maintenance_cancelled')),
  actor text not null,
  reason text not null,
  details jsonb not null,
  occurred_at timestamptz not null
);
create index route_events_newest on route_events (route, occurred_at desc);
revoke update, delete on route_events from cauce_router;
`;

const DRAINS = `
create table route_drains (
  route text primary key,
  reason text not null,
  drained_by text not null,
  drained_at timestamptz not null
);
create table route_maintenance (
  id text primary key,
  route text not null,
  reason text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  planned_by text not null,
  cancelled_at timestamptz
);
-- Conversion reads the payments of the last days; rows lie in the order in which they were created.
create index payments_created on payments using brin (created_at);
create index route_maintenance_ahead on route_maintenance (ends_at) where cancelled_at is null;
`;
