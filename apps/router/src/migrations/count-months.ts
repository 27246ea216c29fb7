import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a route collected in a month is counted from the facts of that month, again and again. */
export class CountMonths1764650000000 implements MigrationInterface {
  readonly name = 'CountMonths1764650000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Facts lie nearly in the order in which they happened: the index is small and costs a write next to nothing.
      create index facts_occurred on facts using brin (occurred_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
