import type { Database } from '@cauce/database';
import type { Metrics } from '@cauce/observability';
import { readBacklog, type Backlog } from './outbox-rows.js';

/** What a relay counts, and what waits in its service's tables. */
export class OutboxMetrics {
  private readonly publishedTotal;
  private readonly errorsTotal;
  private reading: Promise<Backlog> | null = null;
  /** Ends {@link watch}. */
  unwatch: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics | undefined,
  ) {
    this.publishedTotal = metrics?.counter(
      'cauce_outbox_published_total',
      'Messages that every subscriber has, or the broker',
      ['service', 'topic'],
    );
    this.errorsTotal = metrics?.counter(
      'cauce_outbox_relay_errors_total',
      'Publications that failed; they are tried again',
      ['service', 'topic'],
    );
  }

  published(topic: string): void {
    this.publishedTotal?.inc({ service: this.database.service, topic });
  }

  failed(topic: string): void {
    this.errorsTotal?.inc({ service: this.database.service, topic });
  }

  /** Reads what waits whenever the gauges are asked for. */
  watch(): void {
    const stops = [
      this.gauge('cauce_outbox_pending', 'Messages that wait to be published', 'pending'),
      this.gauge(
        'cauce_outbox_oldest_age_seconds',
        'Age of the oldest unpublished message',
        'oldestAgeSeconds',
      ),
      this.gauge('cauce_parked_messages', 'Messages that wait for one before them', 'parked'),
      this.gauge('cauce_dead_letters', 'Messages set aside that nobody has replayed yet', 'dead'),
    ];
    this.unwatch = () => {
      for (const stop of stops) stop();
    };
  }

  private gauge(name: string, help: string, field: keyof Backlog): () => void {
    const { service } = this.database;
    const gauge = this.metrics?.gauge(name, help, ['service']);
    const stop = gauge?.addCollector(async () => {
      gauge.remove({ service });
      gauge.set({ service }, (await this.backlog())[field]);
    });
    return () => {
      stop?.();
      gauge?.remove({ service });
    };
  }

  /** One reading for all gauges of a scrape. */
  private backlog(): Promise<Backlog> {
    this.reading ??= readBacklog(this.database.reads).finally(() => (this.reading = null));
    return this.reading;
  }
}
