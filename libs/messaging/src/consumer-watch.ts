import { isTransient } from '@cauce/database';
import type { Logger, Metrics } from '@cauce/observability';
import type { Death } from './dead-letters.js';
import { labelOf, type Stream } from './delivery.js';

/** What may become of a message. */
const SETTLEMENTS = ['handled', 'duplicate', 'parked', 'dead'] as const;

export type Settlement = (typeof SETTLEMENTS)[number];

/** What became of a message, and whether the one that was parked behind it can be applied now. */
export interface Settled {
  readonly settlement: Settlement;
  readonly hasNext: boolean;
}

/** Time from the first statement of a try to its commit, in seconds. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 2, 10];

const STREAM = { consumer: null, topic: null };

/** While the database is away, each message says so once in this many tries. */
const LOG_EVERY = 10;

/** What one subscription counts and logs. */
export class ConsumerWatch {
  private readonly metrics: ReturnType<typeof metricsOf>;

  constructor(
    private readonly stream: Stream,
    private readonly logger: Logger,
    metrics: Metrics | undefined,
  ) {
    this.metrics = metricsOf(metrics);
  }

  /** @param startedAt - of `performance.now()` */
  settled(wire: unknown, settlement: Settlement, startedAt: number): void {
    const { consumer, topic } = this.stream;
    const durationMs = performance.now() - startedAt;
    this.metrics.settlements?.inc({ consumer, topic, result: settlement });
    this.metrics.seconds?.observe({ consumer, topic }, durationMs / 1_000);
    if (settlement === 'duplicate') this.metrics.duplicates?.inc({ consumer, topic });
    const facts = { ...this.facts(wire), settlement, durationMs: Math.round(durationMs * 10) / 10 };
    if (settlement === 'duplicate') this.logger.debug(facts, 'message consumed');
    else this.logger.info(facts, 'message consumed');
  }

  failed(wire: unknown, error: unknown, round: number): void {
    const reason = isTransient(error) ? 'transient' : 'failed';
    this.metrics.retries?.inc({ ...this.stream, reason });
    if (reason === 'transient' && round % LOG_EVERY !== 0) return;
    this.logger.warn(
      { ...this.facts(wire), err: error, round },
      'message failed and is tried again',
    );
  }

  died(wire: unknown, { reason, error, attempts }: Death): void {
    this.metrics.dead?.inc({ ...this.stream, reason });
    const facts = { ...this.facts(wire), err: error, reason, attempts };
    this.logger.error(facts, 'message set aside as a dead letter');
  }

  private facts(wire: unknown): Record<string, unknown> {
    const { id, type, key, sequence } = labelOf(wire);
    return { ...this.stream, messageId: id, type, key, sequence };
  }
}

function metricsOf(metrics: Metrics | undefined) {
  return {
    settlements: metrics?.counter(
      'cauce_messages_consumed_total',
      'Messages by what became of them',
      { ...STREAM, result: SETTLEMENTS },
    ),
    duplicates: metrics?.counter(
      'cauce_inbox_duplicates_total',
      'Messages that came again and were not applied again',
      STREAM,
    ),
    dead: metrics?.counter('cauce_dead_letters_total', 'Messages that a consumer gave up on', {
      ...STREAM,
      reason: ['malformed', 'failed'],
    }),
    retries: metrics?.counter('cauce_message_retries_total', 'Tries that failed, by why', {
      ...STREAM,
      reason: ['transient', 'failed'],
    }),
    seconds: metrics?.histogram(
      'cauce_message_seconds',
      'Time from the first statement to the commit of a message',
      STREAM,
      SECONDS,
    ),
  };
}
