import { failpoint, newId } from '@cauce/config';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { RawCallback } from '../connector.js';
import { FIRST_DUE_CALLBACK } from '../first-due.js';
import { CallbackInboxEntity, type CallbackStatus } from './callback-inbox.entity.js';
import { fromText, toText } from './sealed-callback.js';

/** A callback that somebody has taken to understand it. */
export interface TakenCallback {
  readonly id: string;
  readonly route: string;
  readonly tries: number;
  readonly receivedAt: Date;
  readonly sealed: string;
}

/**
 * While a callback is worked on nobody else takes it; a process that dies gives it back after this time. It
 * is longer than asking a provider may take.
 */
const LEASE_MS = 60_000;

/**
 * How long callbacks are kept: as long as exchanges, which they explain; forged ones only until somebody may
 * have looked, because anybody can send them.
 */
const KEPT_MS = 90 * 86_400_000;
const FORGED_KEPT_MS = 7 * 86_400_000;

/** Rows that one purge deletes, so that it never holds locks for long. */
const PURGE_BATCH = 1_000;

/** Stores callbacks before they are answered, and hands them out to be understood. */
@Injectable()
export class CallbacksService {
  private readonly received;

  constructor(private readonly context: ConnectorContext) {
    const { metrics, database } = context;
    this.received = metrics.counter(
      'cauce_callbacks_total',
      'Callbacks by what they were: new, duplicate and forged when they came, the rest once it was known',
      ['route', 'result'],
    );
    const { service } = context;
    metrics.gauge(
      'cauce_callbacks_waiting',
      'Stored callbacks that are not understood yet',
      ['service'],
      async function () {
        const [row] = await database.reads.query<{ count: string }>(
          'select count(*) from callback_inbox where due_at is not null',
        );
        this.set({ service }, Number(row?.count ?? 0));
      },
    );
  }

  /**
   * Stores a callback to be understood; the same bytes again only count, unless nothing came of them before:
   * then it begins anew, as if they had come for the first time. Returns once it is durable.
   *
   * @returns whether there is something to understand
   */
  async store(route: string, callback: RawCallback): Promise<boolean> {
    const isNew = await this.insert(route, callback, 'new');
    failpoint('after_callback_stored');
    this.count(route, isNew ? 'new' : 'duplicate');
    return isNew;
  }

  /** Keeps a callback as evidence; nobody will try to understand it. */
  async storeForged(route: string, callback: RawCallback): Promise<void> {
    const isNew = await this.insert(route, callback, 'forged');
    this.count(route, isNew ? 'forged' : 'duplicate');
  }

  /** The same for the same bytes, and for nothing else. */
  digestOf(callback: RawCallback): string {
    return this.context.cipher.blindIndex(toText(callback), 'callback');
  }

  /** Counts a callback of which nothing is kept. */
  countUnkept(route: string, result: 'forged_unkept' | 'copy_unkept'): void {
    this.count(route, result);
  }

  /** Takes the next callback that is due, for a minute. @param fullRoutes whose callbacks are passed over */
  async takeDue(fullRoutes: readonly string[] = []): Promise<TakenCallback | null> {
    const { database, clock } = this.context;
    const now = clock.now();
    return database.transaction(async (tx) => {
      const [taken] = await tx.query<{ id: string }>(
        `update callback_inbox set due_at = $3, tries = tries + 1
         where id = (${FIRST_DUE_CALLBACK}) returning id`,
        [now, fullRoutes, new Date(now.getTime() + LEASE_MS)],
      );
      if (taken === undefined) return null;
      return tx.manager.findOneByOrFail(CallbackInboxEntity, { id: taken.id });
    });
  }

  /** Opens a callback. @throws Error when it was sealed with another key, or changed */
  open({ id, sealed }: TakenCallback): RawCallback {
    return fromText(this.context.cipher.open(sealed, `callback:${id}`));
  }

  /** Puts a callback off, or ends it when there is no next time. */
  async settle(
    taken: Pick<TakenCallback, 'id' | 'route'>,
    status: CallbackStatus,
    dueAt: Date | null,
  ): Promise<void> {
    await this.context.database.reads.execute(
      'update callback_inbox set status = $2, due_at = $3 where id = $1',
      [taken.id, status, dueAt],
    );
    if (dueAt === null) this.count(taken.route, status);
  }

  /** Forgets old callbacks that wait for nothing. @returns how many; more may be left when there were any */
  async purge(): Promise<number> {
    const now = this.context.clock.now().getTime();
    return this.context.database.reads.execute(
      `delete from callback_inbox where id = any (array(
         select id from callback_inbox
         where due_at is null
           and last_received_at < case status when 'forged' then $2::timestamptz else $1 end
         limit ${PURGE_BATCH}))`,
      [new Date(now - KEPT_MS), new Date(now - FORGED_KEPT_MS)],
    );
  }

  private async insert(
    route: string,
    callback: RawCallback,
    status: 'new' | 'forged',
  ): Promise<boolean> {
    const { database, clock, cipher } = this.context;
    const id = newId('cbk');
    const text = toText(callback);
    const digest = this.digestOf(callback);
    const sealed = cipher.seal(text, `callback:${id}`);
    const [row] = await database.reads.query<{ id: string }>(
      `insert into callback_inbox as known (id, route, digest, sealed, copies, status, tries, due_at,
         received_at, last_received_at)
       values ($1, $2, $3, $4, 1, $6, 0, case $6 when 'new' then $5::timestamptz end, $5, $5)
       on conflict (route, digest) do update set
         (status, tries, due_at, received_at) = (
           select case when is_woken then 'new' else known.status end,
             case when is_woken then 0 else known.tries end,
             case when is_woken then $5 else known.due_at end,
             case when is_woken then $5 else known.received_at end
           from (select $6 = 'new' and known.status in ('unconfirmed', 'forged')) as it (is_woken)),
         copies = known.copies + 1,
         last_received_at = $5
       returning id`,
      [id, route, digest, sealed, clock.now(), status],
    );
    return row?.id === id;
  }

  private count(route: string, result: string): void {
    this.received.inc({ route, result });
  }
}
