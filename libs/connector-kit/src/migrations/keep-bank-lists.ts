import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The banks that a provider listed last, by route. */
export class KeepBankLists1764200100000 implements MigrationInterface {
  readonly name = 'KeepBankLists1764200100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bank_list (
        route text primary key,
        banks jsonb not null,
        refreshed_at timestamptz not null
      )
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
