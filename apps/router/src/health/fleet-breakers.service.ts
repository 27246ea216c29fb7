import { expectRows, type Sql, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import type { Trip } from './breaker.js';
import {
  MAX_PROBES,
  NEVER_OPENED,
  afterProbe,
  stateOf,
  type BreakerPosition,
  type Operation,
} from './breaker-position.js';
import type { Verdict } from './call-verdict.js';
import { RouteEventsService } from './route-events.service.js';

/** Which breaker. */
export interface BreakerId {
  readonly route: string;
  readonly operation: Operation;
}

interface PositionRow extends BreakerId, BreakerPosition {}

const COLUMNS = `route, operation, generation, open_until as "openUntil", openings,
  probe_successes as "probeSuccesses", changed_at as "changedAt"`;

/** Where breakers stand for all processes together, and the few probes that they may make. */
@Injectable()
export class FleetBreakersService {
  constructor(
    private readonly context: RouterContext,
    private readonly events: RouteEventsService,
  ) {}

  /** Every breaker that ever changed. */
  async positions(sql: Sql = this.context.database.reads): Promise<readonly PositionRow[]> {
    return sql.query<PositionRow>(
      `select ${COLUMNS} from route_breakers order by route, operation`,
    );
  }

  /**
   * Tells all processes of an opening that one of them decided, unless they know a later position.
   *
   * @param actor the process that decided
   * @returns where the breaker stands for all
   */
  async open(
    id: BreakerId,
    position: BreakerPosition,
    trip: Trip,
    actor: string,
  ): Promise<BreakerPosition> {
    return this.context.database.transaction(async (tx) => {
      const current = await this.lock(tx, id);
      if (current.generation >= position.generation) return current;
      await this.write(tx, id, position);
      await this.tell(tx, id, position, trip, actor);
      return position;
    });
  }

  /**
   * Takes one of the three places for probes of a half-open breaker, in the transaction that sends the probe.
   * While the breaker is open for all there is none: who asks may not have heard yet that a probe has failed, whose
   * place is free again.
   *
   * @param until when the place is free again, whatever becomes of the probe
   * @returns whether there was one
   */
  async lease(tx: Transaction, id: BreakerId, call: string, until: Date): Promise<boolean> {
    const { route, operation } = id;
    await tx.execute(
      `insert into route_probes (route, operation, slot, call, expires_at)
       select $1, $2, slot, null, '-infinity' from generate_series(1, $3) as slot
       on conflict do nothing`,
      [route, operation, MAX_PROBES],
    );
    // A place that another process is about to take is locked, and passed over. The array is made once, where
    // a subquery might be run again for each row and take a second place.
    const taken = await tx.query(
      `update route_probes set call = $3, expires_at = $4
       where route = $1 and operation = $2 and slot = any (array(
         select slot from route_probes
         where route = $1 and operation = $2 and expires_at <= $5
         order by slot limit 1 for update skip locked))
         and not exists (select 1 from route_breakers
           where route = $1 and operation = $2 and open_until > $5)
       returning slot`,
      [route, operation, call, until, this.context.clock.now()],
    );
    return taken.length === 1;
  }

  /** Applies what a probe came to, and gives its place back. @returns where the breaker stands for all */
  async probeEnded(
    id: BreakerId,
    call: string,
    generation: number,
    verdict: Verdict,
    actor: string,
  ): Promise<BreakerPosition> {
    const { clock, config, database } = this.context;
    return database.transaction(async (tx) => {
      const before = await this.lock(tx, id);
      await this.release(tx, id, call);
      const now = clock.now();
      const { breakers } = config.health;
      const after = afterProbe(before, generation, verdict, now, breakers, Math.random());
      if (after === before) return before;
      await this.write(tx, id, after);
      if (after.generation !== before.generation) {
        const isClosed = stateOf(after, now) === 'closed';
        await this.tell(tx, id, after, isClosed ? 'probes_succeeded' : 'probe_failed', actor);
      }
      return after;
    });
  }

  private async release(tx: Transaction, { route, operation }: BreakerId, call: string) {
    await tx.execute(
      `update route_probes set call = null, expires_at = '-infinity'
       where route = $1 and operation = $2 and call = $3`,
      [route, operation, call],
    );
  }

  private async tell(
    tx: Transaction,
    id: BreakerId,
    { openUntil, openings }: BreakerPosition,
    reason: Trip | 'probes_succeeded',
    actor: string,
  ): Promise<void> {
    const kind = openUntil === null ? 'breaker_closed' : 'breaker_opened';
    await this.events.add(tx, { ...id, kind, actor, reason, details: { openUntil, openings } });
  }

  /** Locks the row of a breaker, which decides who changes it first. */
  private async lock(tx: Transaction, { route, operation }: BreakerId): Promise<BreakerPosition> {
    await tx.execute(
      `insert into route_breakers (route, operation, generation, openings, probe_successes)
       values ($1, $2, 0, 0, 0) on conflict do nothing`,
      [route, operation],
    );
    const [row] = await tx.query<BreakerPosition>(
      `select ${COLUMNS} from route_breakers where route = $1 and operation = $2 for update`,
      [route, operation],
    );
    return row ?? NEVER_OPENED;
  }

  private async write(
    tx: Transaction,
    { route, operation }: BreakerId,
    position: BreakerPosition,
  ): Promise<void> {
    const rows = await tx.execute(
      `update route_breakers set generation = $3, open_until = $4, openings = $5,
         probe_successes = $6, changed_at = $7
       where route = $1 and operation = $2`,
      [
        route,
        operation,
        position.generation,
        position.openUntil,
        position.openings,
        position.probeSuccesses,
        position.changedAt,
      ],
    );
    expectRows(rows, 1, `breaker of ${route} ${operation}`);
  }
}
