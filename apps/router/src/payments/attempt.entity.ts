import type { InstructionOnWire, Outcome } from '@cauce/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where an attempt stands. `sending`, `unknown` and `issued` may have a live voucher. */
export const ATTEMPT_STATUSES = [
  'sending', // written before the provider is called; a lease says until when we wait
  'unknown', // executed or not: only a status query can tell
  'issued', // the provider holds it and the payer can use it
  'rejected', // the provider refused it for good
  'not_sent', // no byte of it reached the provider
  'absent', // asked often and long enough: the provider never executed it
  'expired',
  'cancelled', // given up: by the merchant, by the provider, or because another one was paid
  'orphaned', // the provider holds it although we had moved on; honoured if paid
] as const;

export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** One try to issue a payment on one route. */
@Entity('attempts')
export class AttemptEntity {
  @PrimaryColumn('text')
  id!: string;
  @Column('text', { name: 'payment_id' })
  paymentId!: string;
  @Column('int')
  number!: number;
  @Column('text')
  route!: string;
  /** What the provider knows the attempt by; made from the id. */
  @Column('text')
  reference!: string;
  @Column('text')
  status!: AttemptStatus;
  @Column('text', { nullable: true })
  outcome!: Outcome | null;
  @Column('text', { nullable: true })
  reason!: string | null;
  @Column('text', { name: 'provider_transaction_id', nullable: true })
  providerTransactionId!: string | null;
  @Column('jsonb', { nullable: true })
  instruction!: InstructionOnWire | null;
  /** When to ask the provider what became of it: the end of the lease, or the next query. */
  @Column('timestamptz', { name: 'resolve_at', nullable: true })
  resolveAt!: Date | null;
  @Column('int')
  queries!: number;
  @Column('int')
  absences!: number;
  /** When to ask again that its voucher be voided; null when that is done, or not to be. */
  @Column('timestamptz', { name: 'void_at', nullable: true })
  voidAt!: Date | null;
  @Column('int')
  voids!: number;
  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
