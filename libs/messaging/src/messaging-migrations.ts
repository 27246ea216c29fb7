import type { MigrationClass } from '@cauce/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every service that talks keeps: what is to go out, and what has come in. */
class CreateMessaging1763900000000 implements MigrationInterface {
  readonly name = 'CreateMessaging1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        id bigint generated always as identity primary key,
        topic text not null,
        partition int,
        key text not null,
        message jsonb not null,
        recorded_at timestamptz not null
      );
      create table inbox (
        consumer text not null,
        message_id text not null,
        consumed_at timestamptz not null,
        primary key (consumer, message_id)
      );
      create index inbox_age on inbox (consumed_at);
      create table stream_position (
        consumer text not null,
        topic text not null,
        key text not null,
        next_sequence int not null check (next_sequence > 0),
        primary key (consumer, topic, key)
      );
      create table parked_message (
        consumer text not null,
        topic text not null,
        key text not null,
        sequence int not null,
        message jsonb not null,
        parked_at timestamptz not null,
        primary key (consumer, topic, key, sequence)
      );
      create table dead_letter (
        id bigint generated always as identity primary key,
        consumer text not null,
        topic text not null,
        key text not null,
        message jsonb not null,
        reason text not null,
        error text not null,
        attempts int not null,
        died_at timestamptz not null
      );
      create unique index dead_letter_once on dead_letter (consumer, topic, (message->>'id'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/** Every service puts these before its own migrations. */
export const messagingMigrations: MigrationClass[] = [CreateMessaging1763900000000];
