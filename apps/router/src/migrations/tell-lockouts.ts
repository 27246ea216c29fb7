import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refused credentials count for how well a route issues, and for no breaker. */
export class TellLockouts1764850000000 implements MigrationInterface {
  readonly name = 'TellLockouts1764850000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table route_evidence add column locked_out int not null default 0');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
