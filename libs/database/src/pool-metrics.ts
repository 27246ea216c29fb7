import type { Metrics } from '@cauce/observability';
import type { Pool } from 'pg';

/** Keeps the gauges of a pool up to date, by the pool's own events. */
export function watchPool(pool: Pool, service: string, metrics: Metrics): void {
  const connections = metrics.gauge(
    'cauce_database_connections',
    'Connections of a pool, by what they do',
    ['service', 'state'],
  );
  const waiting = metrics.gauge(
    'cauce_database_waiting',
    'Callers that wait for a connection of the pool',
    ['service'],
  );
  const update = () => {
    connections.set({ service, state: 'idle' }, pool.idleCount);
    connections.set({ service, state: 'used' }, pool.totalCount - pool.idleCount);
    waiting.set({ service }, pool.waitingCount);
  };
  for (const event of ['connect', 'acquire', 'release', 'remove'] as const) {
    pool.on(event, () => setImmediate(update));
  }
  update();
}
