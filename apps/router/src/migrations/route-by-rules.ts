import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Routing rules: every version that was ever in force, by whom, when and why. */
export class RouteByRules1764700000000 implements MigrationInterface {
  readonly name = 'RouteByRules1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RULES);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const RULES = `
-- The highest version is in force. A version is written once: that two operators both follow version 7 is refused
-- by the key, and nobody rewrites what payments were routed by.
create table routing_rules (
  version int primary key check (version > 0),
  document jsonb not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  reason text not null,
  activated_by text not null,
  activated_at timestamptz not null,
  restored_from int references routing_rules (version)
);
revoke update, delete on routing_rules from cauce_router;
`;
