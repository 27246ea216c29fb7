import type { Sql } from '@cauce/database';

/** Whether messages of a topic still wait to be taken: by the broker, or in one process by every subscriber. */
export async function hasUnsent(sql: Sql, topic: string): Promise<boolean> {
  const rows = await sql.query('select 1 from outbox where topic = $1 limit 1', [topic]);
  return rows.length > 0;
}
