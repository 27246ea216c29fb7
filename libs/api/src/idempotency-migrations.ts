import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { MigrationClass } from '@cauce/database';

class CreateIdempotencyKeys1763000000200 implements MigrationInterface {
  readonly name = 'CreateIdempotencyKeys1763000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotency_keys (
        merchant_id  text not null,
        operation    text not null,
        key          text not null check (length(key) between 1 and 255),
        request_hash text not null check (request_hash ~ '^[0-9a-f]{64}$'),
        resource_id  text not null,
        status       integer check (status between 100 and 599),
        locked_until timestamptz not null,
        created_at   timestamptz not null,
        primary key (merchant_id, operation, key)
      )`);
    await runner.query('create index idempotency_keys_created_at on idempotency_keys (created_at)');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Table of a service that answers POSTs with an Idempotency-Key; the service prepends them to its own. */
export const idempotencyMigrations: MigrationClass[] = [CreateIdempotencyKeys1763000000200];
