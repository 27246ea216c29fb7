import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a provider may be asked for its banks, for all processes of a service together. */
export class AskForBanks1764800000000 implements MigrationInterface {
  readonly name = 'AskForBanks1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bank_question (
        route text primary key,
        -- Written before the provider is asked, so that one process asks and one that dies has asked.
        due_at timestamptz not null,
        -- Questions in a row that were not answered.
        failures int not null check (failures >= 0)
      );
      insert into bank_question (route, due_at, failures)
        select route, refreshed_at + interval '1 day', 0 from bank_list;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
