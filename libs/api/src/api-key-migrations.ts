import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { MigrationClass } from '@cauce/database';

class CreateApiKeys1763000000100 implements MigrationInterface {
  readonly name = 'CreateApiKeys1763000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_keys (
        key_id      text primary key,
        secret_hash text not null check (secret_hash ~ '^[0-9a-f]{64}$'),
        merchant_id text,
        mode        text not null check (mode in ('test', 'live')),
        scopes      text[] not null check (cardinality(scopes) > 0),
        revoked_at  timestamptz
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Table of a service that answers callers with an API key; the service prepends them to its own. */
export const apiKeyMigrations: MigrationClass[] = [CreateApiKeys1763000000100];
