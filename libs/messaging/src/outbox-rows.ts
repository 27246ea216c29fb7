import type { WireMessage } from '@cauce/contracts';
import type { Sql } from '@cauce/database';

/** What waits to be published. */
export interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly partition: number | null;
  readonly key: string;
  readonly message: WireMessage;
}

/** Rows that are not to be read now. */
export interface Exclusion {
  /** In flight already. */
  readonly ids: readonly string[];
  readonly topics: readonly string[];
  readonly keys: readonly { readonly topic: string; readonly key: string }[];
}

/**
 * Reads what is unpublished, oldest first. There is no cursor: a row that commits late with a low id is in
 * the table as well.
 */
export async function readOutbox(
  sql: Sql,
  except: Exclusion,
  limit: number,
): Promise<readonly OutboxRow[]> {
  return sql.query<OutboxRow>(
    `select o.id::text as id, o.topic, o.partition, o.key, o.message from outbox o
     where not (o.id = any ($1::bigint[])) and not (o.topic = any ($2::text[]))
       and not exists (
         select 1 from unnest($3::text[], $4::text[]) full_key (topic, key)
         where full_key.topic = o.topic and full_key.key = o.key)
     order by o.id limit $5`,
    [
      except.ids,
      except.topics,
      except.keys.map((one) => one.topic),
      except.keys.map((one) => one.key),
      limit,
    ],
  );
}

/** Takes out what is published. */
export async function deleteFromOutbox(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.execute('delete from outbox where id = any ($1::bigint[])', [ids]);
}

/** How far behind a service's messages are. */
export interface Backlog {
  readonly pending: number;
  readonly oldestAgeSeconds: number;
  readonly parked: number;
  readonly dead: number;
}

/** Counting stops here: whoever sees this number knows enough. */
const COUNT_UP_TO = 100_000;

export async function readBacklog(sql: Sql): Promise<Backlog> {
  const count = (table: string) =>
    `(select count(*)::int from (select 1 from ${table} limit ${COUNT_UP_TO}) one)`;
  const [row] = await sql.query<Backlog>(
    `select ${count('outbox')} as pending, ${count('parked_message')} as parked,
       ${count('dead_letter')} as dead,
       coalesce((select extract(epoch from now() - recorded_at)::float8
                 from outbox order by id limit 1), 0) as "oldestAgeSeconds"`,
  );
  if (row === undefined) throw new Error('the backlog has no row');
  return row;
}
