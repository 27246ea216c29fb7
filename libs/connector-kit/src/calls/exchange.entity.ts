import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One request to a provider and what came of it. */
@Entity('exchange')
export class ExchangeEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  route!: string;

  /** What the request was part of: `issue`, `read_status`, `callback`, `poll`, `settlement`. */
  @Column({ type: 'text' })
  operation!: string;

  /** `log_in`, `read` or `execute`. */
  @Column({ type: 'text' })
  purpose!: string;

  @Column({ type: 'text', name: 'attempt_id', nullable: true })
  attemptId!: string | null;

  /** `answered`, or the kind of the failure. */
  @Column({ type: 'text' })
  outcome!: string;

  /** Of HTTP, when it was answered. */
  @Column({ type: 'int', nullable: true })
  status!: number | null;

  @Column({ type: 'int', name: 'duration_ms' })
  durationMs!: number;

  /** Scrubbed request and answer, sealed in the context `exchange:<id>`. */
  @Column({ type: 'text' })
  sealed!: string;

  @Column({ type: 'timestamptz', name: 'started_at' })
  startedAt!: Date;
}
