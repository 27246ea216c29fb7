import { TOPICS, type CallsEnded } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import type { SharedEvidence } from './evidence-to-share.js';
import type { BreakerId } from './fleet-breakers.service.js';
import type { CallCounts } from './issuance.js';

/** Evidence is read for this long: messages come within a second, and after a rebalance within some more. */
const READ_FOR_MS = 30_000;

/** Kept for the rates of issuance, whose window may be this long. */
const KEEP_FOR_MS = 3_600_000;

/** Calls since the breaker last changed, and its generation since. */
export type CountsSince = BreakerId & CallCounts & { readonly generation: number };

interface EvidenceRow extends SharedEvidence {
  readonly id: string;
}

/**
 * What other processes of the router saw. A message reaches one process of the group, which writes it down for
 * all; each then reads what is new to it.
 */
@Injectable()
export class FleetEvidenceService {
  /** Rows that were read, until they are too old to be read again: a row may commit after a younger one. */
  private readonly seen = new Map<string, number>();

  constructor(private readonly context: RouterContext) {}

  /** Tells the other processes how calls of this one ended. */
  async share(process: string, evidence: readonly SharedEvidence[]): Promise<void> {
    if (evidence.length === 0) return;
    await this.context.database.transaction(async (tx) => {
      for (const data of evidence) {
        const message = newMessage(this.context.clock, {
          type: 'router.calls_ended' as const,
          key: `${data.route} ${data.operation}`,
          sequence: null,
          data: { process, ...data },
        });
        await send(tx, TOPICS.routerHealth, message);
      }
    });
  }

  /** Writes a message down for all processes. */
  async store(tx: Transaction, id: string, ended: CallsEnded, endedAt: Date): Promise<void> {
    await tx.execute(
      `insert into route_evidence (id, process, route, operation, generation, successes,
         slow_successes, failures, slow_failures, locked_out, success_ms, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
      [
        id,
        ended.process,
        ended.route,
        ended.operation,
        ended.generation,
        ended.successes,
        ended.slowSuccesses,
        ended.failures,
        ended.slowFailures,
        ended.lockedOut,
        ended.successMs,
        endedAt,
      ],
    );
  }

  /** What others saw and this process has not yet heard of. */
  async unread(process: string): Promise<readonly SharedEvidence[]> {
    const now = this.context.clock.now().getTime();
    for (const [id, forgetAt] of this.seen) if (forgetAt < now) this.seen.delete(id);
    const rows = await this.context.database.reads.query<EvidenceRow>(
      `select id, route, operation, generation, successes, slow_successes as "slowSuccesses",
         failures, slow_failures as "slowFailures", locked_out as "lockedOut", success_ms::int as "successMs"
       from route_evidence where recorded_at > $1 and process <> $2 order by recorded_at`,
      [new Date(now - READ_FOR_MS), process],
    );
    const unread = rows.filter(({ id }) => !this.seen.has(id));
    for (const { id } of unread) this.seen.set(id, now + 2 * READ_FOR_MS);
    return unread;
  }

  /**
   * How calls ended lately in all processes, by route and operation, of those begun since the breaker last
   * changed: a provider that is back is not held for what it did before.
   */
  async counts(windowMs: number): Promise<readonly CountsSince[]> {
    const since = new Date(this.context.clock.now().getTime() - windowMs);
    return this.context.database.reads.query<CountsSince>(
      `select e.route, e.operation, e.generation, sum(e.successes + e.slow_successes)::int as successes,
         sum(e.failures + e.slow_failures + e.locked_out)::int as failures, sum(e.success_ms)::float8 as "successMs"
       from route_evidence e left join route_breakers b using (route, operation)
       where e.recorded_at > $1 and e.generation = coalesce(b.generation, 0)
       group by e.route, e.operation, e.generation`,
      [since],
    );
  }

  /** Forgets what nobody reads any more. */
  async purge(): Promise<void> {
    const until = new Date(this.context.clock.now().getTime() - KEEP_FOR_MS);
    await this.context.database.reads.execute('delete from route_evidence where recorded_at < $1', [
      until,
    ]);
  }
}
