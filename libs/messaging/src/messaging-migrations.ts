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
        -- The message of next_sequence is a dead letter: the stream goes on when it has been replayed.
        is_stopped boolean not null default false,
        primary key (consumer, topic, key)
      ) with (fillfactor = 80);
      create table parked_message (
        consumer text not null,
        topic text not null,
        key text not null,
        sequence int not null check (sequence > 0),
        message jsonb not null,
        parked_at timestamptz not null,
        primary key (consumer, topic, key, sequence)
      );
      -- The message is json, not jsonb: what cannot be understood is kept as it came.
      create table dead_letter (
        id bigint generated always as identity primary key,
        consumer text not null,
        topic text not null,
        key text not null,
        message_id text not null,
        message json not null,
        reason text not null check (reason in ('malformed', 'failed')),
        error text not null,
        attempts int not null check (attempts > 0),
        died_at timestamptz not null,
        constraint dead_letter_once unique (consumer, topic, message_id)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/** What a bus with a log needs: how far each partition is read, and where a dead letter came from. */
class CreatePositions1764500000000 implements MigrationInterface {
  readonly name = 'CreatePositions1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table consumer_position (
        consumer text not null,
        topic text not null,
        partition int not null,
        next_offset bigint not null,
        moved_at timestamptz not null,
        primary key (consumer, topic, partition)
      ) with (fillfactor = 50);
      alter table dead_letter
        add column partition int,
        add column log_offset bigint,
        -- Set by whoever wants it tried again; the consumer takes it from there.
        add column replay_asked_at timestamptz;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/** Every service puts these before its own migrations. */
export const messagingMigrations: MigrationClass[] = [
  CreateMessaging1763900000000,
  CreatePositions1764500000000,
];
