import type { PoolClient } from 'pg';

/**
 * Ends a connection whose state is not known, hung or not. A pool throws away what is ending when it is
 * given back; TypeORM's release cannot tell the pool in any other way.
 */
export function discard(client: PoolClient): void {
  // The types leave the method out, because a pool's client is normally given back alive.
  const connection = client as PoolClient & { end(): Promise<void> };
  connection.end().catch(() => undefined);
}
