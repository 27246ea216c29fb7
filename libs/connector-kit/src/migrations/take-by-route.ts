import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is due is taken route by route, so that the backlog of one is not gone through for the others. */
export class TakeByRoute1764900000000 implements MigrationInterface {
  readonly name = 'TakeByRoute1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index callback_due;
      create index callback_due on callback_inbox (route, due_at) where due_at is not null;
      drop index voucher_poll;
      create index voucher_poll on voucher (route, next_poll_at) where next_poll_at is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
