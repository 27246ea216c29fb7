import { createHash } from 'node:crypto';
import { failpoint, newId } from '@cauce/config';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { RawCallback } from '../connector.js';

/** A callback that waits to be understood. */
export interface StoredCallback {
  readonly id: string;
  readonly route: string;
  readonly tries: number;
  readonly receivedAt: Date;
  readonly callback: RawCallback;
}

interface CallbackRow {
  id: string;
  route: string;
  tries: number;
  received_at: Date;
  method: string;
  content_type: string | null;
  sealed: string;
}

/** While a callback is worked on nobody else takes it; a process that dies gives it back after this time. */
const LEASE_MS = 60_000;

/** Stores callbacks before they are answered, and hands them out to be understood. */
@Injectable()
export class CallbacksService {
  private readonly received;
  private wakeUp: () => void = () => undefined;

  constructor(private readonly context: ConnectorContext) {
    this.received = context.metrics.counter(
      'cauce_callbacks_total',
      'Callbacks by what they were',
      ['route', 'result'],
    );
  }

  /** Names who is told that a callback was stored; whoever misses it finds the row by looking. */
  whenStored(wakeUp: () => void): void {
    this.wakeUp = wakeUp;
  }

  /** Stores a callback; the same bytes again only count. Returns once it is durable. */
  async store(route: string, callback: RawCallback): Promise<void> {
    const { database, clock, cipher } = this.context;
    const id = newId('cbk');
    const now = clock.now();
    const isNew = await database.transaction(async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `insert into callback_inbox (id, route, digest, method, content_type, sealed, copies, status,
           tries, due_at, received_at)
         values ($1, $2, $3, $4, $5, $6, 1, 'new', 0, $7, $7)
         on conflict (route, digest) do update set copies = callback_inbox.copies + 1
         returning id`,
        [
          id,
          route,
          digestOf(callback),
          callback.method,
          callback.contentType,
          cipher.seal(toText(callback), `callback:${id}`),
          now,
        ],
      );
      return row?.id === id;
    });
    failpoint('after_callback_stored');
    if (isNew) this.wakeUp();
    this.count(route, isNew ? 'new' : 'duplicate');
  }

  /** Takes the next callback that is due, for a minute. */
  async takeDue(): Promise<StoredCallback | null> {
    const { database, clock, cipher } = this.context;
    const now = clock.now();
    const [row] = await database.reads.query<CallbackRow>(
      `update callback_inbox set due_at = $2, tries = tries + 1
       where id = (select id from callback_inbox where due_at <= $1 order by due_at limit 1
         for update skip locked)
       returning id, route, tries, received_at, method, content_type, sealed`,
      [now, new Date(now.getTime() + LEASE_MS)],
    );
    if (row === undefined) return null;
    return {
      id: row.id,
      route: row.route,
      tries: row.tries,
      receivedAt: row.received_at,
      callback: fromText(row, cipher.open(row.sealed, `callback:${row.id}`)),
    };
  }

  /** Puts a callback off, or ends it when there is no next time. */
  async settle(
    stored: StoredCallback,
    status: 'new' | 'done' | 'forged' | 'unconfirmed',
    dueAt: Date | null,
  ): Promise<void> {
    await this.context.database.reads.execute(
      'update callback_inbox set status = $2, due_at = $3 where id = $1',
      [stored.id, status, dueAt],
    );
    if (dueAt === null) this.count(stored.route, status);
  }

  private count(route: string, result: string): void {
    this.received.inc({ route, result });
  }
}

function digestOf(callback: RawCallback): string {
  return createHash('sha256')
    .update(`${callback.method}\n${callback.query}\n${callback.contentType ?? ''}\n`)
    .update(callback.body)
    .digest('hex');
}

function toText(callback: RawCallback): string {
  return JSON.stringify({
    query: callback.query,
    body: Buffer.from(callback.body).toString('base64'),
  });
}

function fromText(row: CallbackRow, text: string): RawCallback {
  const { query, body } = JSON.parse(text) as { query: string; body: string };
  return {
    method: row.method,
    query,
    contentType: row.content_type,
    body: Buffer.from(body, 'base64'),
  };
}
