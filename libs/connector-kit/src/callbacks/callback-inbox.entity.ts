import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What a stored callback waits for, or what it came to. `new`: to be understood. `done`: understood, and
 * whatever it was about is stated or was known. `forged`: its signature is wrong. `unconfirmed`: the provider
 * never confirmed it while we asked. The same bytes sent again wake up both, a forged one if it is right now.
 */
export type CallbackStatus = 'new' | 'done' | 'forged' | 'unconfirmed';

/** A callback as it came. */
@Entity('callback_inbox')
export class CallbackInboxEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  route!: string;

  /** Keyed hash of everything that came: the same bytes again are the same row. */
  @Column({ type: 'text' })
  digest!: string;

  /** Method, suffix, query, content type, headers and body, sealed in the context `callback:<id>`. */
  @Column({ type: 'text' })
  sealed!: string;

  /** How often the same bytes came. */
  @Column({ type: 'int' })
  copies!: number;

  @Column({ type: 'text' })
  status!: CallbackStatus;

  /** How often somebody tried to understand it. */
  @Column({ type: 'int' })
  tries!: number;

  /** When it is looked at next; while it is looked at, when another process may take it over. */
  @Column({ type: 'timestamptz', name: 'due_at', nullable: true })
  dueAt!: Date | null;

  /** When it came; of one that was woken up, when that was. How long it is looked at counts from here. */
  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;

  @Column({ type: 'timestamptz', name: 'last_received_at' })
  lastReceivedAt!: Date;
}
