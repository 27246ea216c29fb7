import type { Metrics } from '@cauce/observability';
import type { Pool } from 'pg';

/** The pools behind the gauges of one process, by service; their numbers are read when they are asked for. */
const watched = new WeakMap<Metrics, Map<string, Pool>>();

/** @returns what to call when the pool is closed */
export function watchPool(pool: Pool, service: string, metrics: Metrics): () => void {
  const pools = watched.get(metrics) ?? register(metrics);
  pools.set(service, pool);
  return () => pools.delete(service);
}

function register(metrics: Metrics): Map<string, Pool> {
  const pools = new Map<string, Pool>();
  watched.set(metrics, pools);
  metrics.gauge(
    'cauce_database_connections',
    'Connections of the pool of a service, by what they do',
    ['service', 'state'],
    function () {
      this.reset();
      for (const [service, pool] of pools) {
        this.set({ service, state: 'idle' }, pool.idleCount);
        this.set({ service, state: 'used' }, pool.totalCount - pool.idleCount);
      }
    },
  );
  metrics.gauge(
    'cauce_database_waiting',
    'Callers that wait for a connection of the pool of a service',
    ['service'],
    function () {
      this.reset();
      for (const [service, pool] of pools) this.set({ service }, pool.waitingCount);
    },
  );
  return pools;
}
