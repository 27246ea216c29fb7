import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A balance knows when it last moved, so that time never runs backwards in an account. */
export class DateBalances1764000300000 implements MigrationInterface {
  readonly name = 'DateBalances1764000300000';

  async up(runner: QueryRunner): Promise<void> {
    // Null until the first entry. The code before this one leaves it as it is, and is no worse for it.
    await runner.query('alter table balance add column moved_at timestamptz');
    await runner.query(`update balance b set moved_at =
      (select max(recorded_at) from entry e where e.account_id = b.account_id)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
