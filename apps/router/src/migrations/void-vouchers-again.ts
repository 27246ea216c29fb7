import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A request to void a voucher that failed is sent again: when, and how many there were. */
export class VoidVouchersAgain1764200000000 implements MigrationInterface {
  readonly name = 'VoidVouchersAgain1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table attempts
        add column void_at timestamptz,
        add column voids int not null default 0;
      create index attempts_void on attempts (void_at) where void_at is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
