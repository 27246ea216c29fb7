import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A stray receipt and its reversal find each other by the provider's transaction; there are few of them. */
export class IndexUnidentified1764000200000 implements MigrationInterface {
  readonly name = 'IndexUnidentified1764000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index transaction_stray on transaction (route, provider_transaction_id)
      where payment_id is null`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
