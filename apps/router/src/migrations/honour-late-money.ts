import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A payment that was over may be paid late after a new one has taken its reference. The unique index
 * refused that money; it now leaves payments with late money out, and a create looks for those itself.
 */
export class HonourLateMoney1764100000000 implements MigrationInterface {
  readonly name = 'HonourLateMoney1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index payments_reference;
      create unique index payments_reference on payments (merchant_id, reference)
        where state not in ('failed','cancelled','expired','reversed') and not is_late;
      create index payments_reference_late on payments (merchant_id, reference) where is_late;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
