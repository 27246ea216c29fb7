import type { Currency } from '@cauce/money';
import { bigintColumn } from '@cauce/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CandidateView } from '../routing/candidate-view.schema.js';
import type { PaymentState } from './payment-state.js';

/** Which timer of a payment runs next. */
export type TimerKind = 'expiring' | 'expire';

/** A payment: one intent to collect an amount from a payer. */
@Entity('payments')
export class PaymentEntity {
  @PrimaryColumn('text')
  id!: string;
  @Column('text', { name: 'merchant_id' })
  merchantId!: string;
  @Column('text')
  reference!: string;
  @Column('text')
  description!: string;
  @Column('text')
  state!: PaymentState;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn })
  amountMinor!: bigint;
  @Column('char', { length: 3 })
  currency!: Currency;
  /** Everything that reached a till and was not taken back, surplus included. */
  @Column('bigint', { name: 'amount_paid_minor', transformer: bigintColumn })
  amountPaidMinor!: bigint;
  @Column('text', { array: true })
  methods!: string[];
  @Column('text', { nullable: true })
  method!: string | null;
  @Column('text', { nullable: true })
  route!: string | null;
  @Column('text', { nullable: true })
  bank!: string | null;
  @Column('text', { name: 'return_url', nullable: true })
  returnUrl!: string | null;
  @Column('text', { name: 'payer_sealed' })
  payerSealed!: string;
  @Column('text', { name: 'payer_document_index', nullable: true })
  payerDocumentIndex!: string | null;
  @Column('jsonb')
  metadata!: Record<string, string>;
  @Column('timestamptz', { name: 'requested_expires_at', nullable: true })
  requestedExpiresAt!: Date | null;
  @Column('timestamptz', { name: 'effective_expires_at', nullable: true })
  effectiveExpiresAt!: Date | null;
  @Column('text', { name: 'timer_kind', nullable: true })
  timerKind!: TimerKind | null;
  @Column('timestamptz', { name: 'timer_at', nullable: true })
  timerAt!: Date | null;
  @Column('boolean', { name: 'is_late' })
  isLate!: boolean;
  /** Number of the last event told about this payment; gapless. */
  @Column('int')
  sequence!: number;
  @Column('jsonb')
  routing!: { rulesVersion: number; candidates: CandidateView[] };
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
