import type { Database } from '@cauce/database';
import type { Metrics } from '@cauce/observability';
import { readBacklog } from './outbox-rows.js';

/** What a relay counts, and what waits in its service's tables. */
export class OutboxMetrics {
  private readonly publishedTotal;
  private readonly errorsTotal;
  private stopWatching: () => void = () => undefined;

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
    if (this.metrics === undefined) return;
    const labels = ['service'] as const;
    const { service } = this.database;
    const gauge = (name: string, help: string) => this.metrics?.gauge(name, help, labels);
    const pending = gauge('cauce_outbox_pending', 'Messages that wait to be published');
    const age = gauge('cauce_outbox_oldest_age_seconds', 'Age of the oldest unpublished message');
    const parked = gauge('cauce_parked_messages', 'Messages that wait for one before them');
    const dead = gauge('cauce_dead_letters', 'Messages set aside that nobody has replayed yet');
    const all = [pending, age, parked, dead];
    const stop = pending?.addCollector(async () => {
      for (const one of all) one?.remove({ service });
      const backlog = await readBacklog(this.database.reads);
      pending.set({ service }, backlog.pending);
      age?.set({ service }, backlog.oldestAgeSeconds);
      parked?.set({ service }, backlog.parked);
      dead?.set({ service }, backlog.dead);
    });
    this.stopWatching = () => {
      stop?.();
      for (const one of all) one?.remove({ service });
    };
  }

  unwatch(): void {
    this.stopWatching();
  }
}
