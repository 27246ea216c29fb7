import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line may show a payment from before a long weekend. The longest run of days without a bank is shorter
 * than a week; which days exactly is decided in settlement-window.ts.
 */
export class WidenSettlementWindow1764600000000 implements MigrationInterface {
  readonly name = 'WidenSettlementWindow1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table matches drop constraint matches_check,
        add constraint matches_near check (item_day between day - 7 and day + 1)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
