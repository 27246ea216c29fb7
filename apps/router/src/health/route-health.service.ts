import { newId } from '@cauce/config';
import { commandsTopic, type ConnectorResult } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { GRACE_MS } from './breaker.js';
import { BreakersService } from './breakers.service.js';
import type { BreakerPosition, BreakerState, Operation } from './breaker-position.js';
import { Bulkhead } from './bulkhead.js';
import { verdictOf, type Verdict } from './call-verdict.js';
import { DrainsService } from './drains.service.js';
import type { BreakerId } from './fleet-breakers.service.js';
import { HealthMetrics, type Refusal } from './health-metrics.service.js';

/** A command is answered within its own time, or this much later: it may have waited for its turn. */
const ANSWER_MARGIN_MS = 5_000;

/** A call about an attempt; `attemptId` and operation name it. */
export interface RouteCall extends BreakerId {
  readonly attemptId: string;
  readonly paymentId: string;
  readonly timeoutMs: number;
}

/** Whether calls pass now. */
export interface CallHealth {
  readonly breaker: BreakerState;
  readonly position: BreakerPosition;
  /** Calls of this process that wait for their answer. */
  readonly inFlight: number;
  /** Issues badly, although not so badly that its breaker opens. */
  readonly isDegraded: boolean;
  /** Null when the next call would be let pass. */
  readonly refusal: Refusal | null;
  /** When the refusal ends, where that is known: the end of the maintenance, or the next probe of the breaker. */
  readonly refusedUntil: Date | null;
}

/** Lets calls to routes pass or not, and learns from what they come to. */
@Injectable()
export class RouteHealthService {
  private readonly bulkhead: Bulkhead;
  /** Calls that wait, the oldest first: of two queries of one attempt the first is answered first. */
  private readonly waiting = new Map<string, ((result: ConnectorResult) => void)[]>();
  /** When any connector was last heard here, of `performance.now()`. */
  private heardAt = 0;

  constructor(
    private readonly context: RouterContext,
    private readonly breakers: BreakersService,
    private readonly drains: DrainsService,
    private readonly metrics: HealthMetrics,
  ) {
    this.bulkhead = new Bulkhead(context.config.health.callsPerRoute);
  }

  /** Whether a call would be let pass now; from memory. */
  of(id: BreakerId): CallHealth {
    const { state: breaker, position } = this.breakers.of(id);
    const inFlight = this.bulkhead.inFlight(placeOf(id), this.context.clock.now());
    const isIssue = id.operation === 'issue';
    // What led to an opening says nothing any more when probes are wanted, and is known for a second longer.
    const isDegraded = isIssue && this.breakers.degraded.get(id.route) === position.generation;
    const known = { breaker, position, inFlight, isDegraded };
    const drained = isIssue ? this.drains.of(id.route) : null;
    if (drained !== null) return { ...known, refusal: 'draining', refusedUntil: drained.until };
    if (breaker === 'open' && !this.isDryRun)
      return { ...known, refusal: 'breaker_open', refusedUntil: position.openUntil };
    const isFull = inFlight >= this.bulkhead.places;
    return { ...known, refusal: isFull ? 'busy' : null, refusedUntil: null };
  }

  /**
   * Asks leave for a call, in the transaction that sends its command; from then on its answer is awaited.
   *
   * @returns null when it may be made, else why not: then nothing may be sent
   */
  async admit(tx: Transaction, call: RouteCall): Promise<Refusal | null> {
    const callId = newId('call');
    const refusal = await this.refusalOf(tx, call, callId);
    if (refusal !== null) {
      this.metrics.refused(call, refusal);
      return refusal;
    }
    tx.afterCommit(() => {
      this.follow(call, callId).catch((error: unknown) => {
        // The place of a probe is free again when its time is over.
        this.context.logger.warn({ err: error, route: call.route }, 'end of a call not noted');
      });
    });
    return null;
  }

  /** Tells the call that waits for this result, if it was made here. */
  answered(result: ConnectorResult): void {
    this.heardAt = performance.now();
    this.waiting.get(keyOf(result))?.shift()?.(result);
  }

  private get isDryRun(): boolean {
    return this.context.config.health.breakers.isDryRun;
  }

  private async refusalOf(
    tx: Transaction,
    call: RouteCall,
    callId: string,
  ): Promise<Refusal | null> {
    const { breaker, refusal } = this.of(call);
    if (refusal !== null) return refusal;
    const now = this.context.clock.now();
    const until = endOf(call, now);
    if (breaker === 'open') this.metrics.refused(call, 'breaker_open');
    if (breaker === 'half_open' && !(await this.breakers.lease(tx, call, callId, until))) {
      if (!this.isDryRun) return 'breaker_open';
      this.metrics.refused(call, 'breaker_open');
    }
    return null;
  }

  /** Waits for the answer, and learns from it. */
  private async follow(call: RouteCall, callId: string): Promise<void> {
    const breaker = this.breakers.of(call);
    // Null where the breaker opened while the transaction committed: the call is made and says nothing.
    const pass = breaker.admit();
    if (pass === null) return;
    // Places are taken after the commit, so that none is lost to a rollback; as many calls as there are
    // transactions at once may find the last one free.
    const now = this.context.clock.now();
    const taken = () => this.bulkhead.inFlight(placeOf(call), this.context.clock.now());
    this.bulkhead.enter(placeOf(call), callId, now, endOf(call, now));
    this.metrics.places(call, taken());
    const action = (signal: AbortSignal) => this.verdict(call, signal);
    const ended = await breaker.run(pass, action, call.timeoutMs + ANSWER_MARGIN_MS);
    this.bulkhead.leave(placeOf(call), callId);
    this.metrics.places(call, taken());
    if (pass.isProbe) await this.breakers.probeEnded(call, callId, pass, ended);
  }

  private async verdict(call: RouteCall, signal: AbortSignal): Promise<Verdict> {
    const startedAt = performance.now();
    const result = await this.answerTo(call, signal);
    const durationMs = performance.now() - startedAt;
    if (result !== null) {
      this.metrics.called(call, result.outcome, durationMs);
      return verdictOf(result);
    }
    if (await this.isOurFault(call)) return 'neutral';
    this.metrics.called(call, 'silent', durationMs);
    // Where nobody at all was heard, the silence may as well be that of the bus.
    return this.heardAt > startedAt ? 'failure' : 'neutral';
  }

  private async answerTo(call: RouteCall, signal: AbortSignal): Promise<ConnectorResult | null> {
    const key = keyOf(call);
    const waiting = this.waiting.get(key) ?? [];
    this.waiting.set(key, waiting);
    let answered: (result: ConnectorResult) => void = () => undefined;
    const answer = new Promise<ConnectorResult | null>((resolve) => {
      answered = resolve;
      signal.addEventListener('abort', () => resolve(null), { once: true });
    });
    waiting.push(answered);
    const result = await answer;
    if (result === null) waiting.splice(waiting.indexOf(answered), 1);
    if (waiting.length === 0) this.waiting.delete(key);
    return result;
  }

  /** A silence of our own: the command never left, or another process took its answer. */
  private async isOurFault(call: RouteCall): Promise<boolean> {
    const { attemptId, paymentId, route, operation } = call;
    const rows = await this.context.database.reads.query(
      `select 1 from outbox where topic = $1 and key = $2
       union all
       select 1 from attempts where id = $3 and $4 = 'issue' and status <> 'sending'
         and reason is distinct from 'lease_ran_out'`,
      [commandsTopic(route.slice(0, route.indexOf('.'))), paymentId, attemptId, operation],
    );
    return rows.length > 0;
  }
}

/** When a call is over, whatever becomes of it. */
function endOf({ timeoutMs }: RouteCall, now: Date): Date {
  return new Date(now.getTime() + timeoutMs + ANSWER_MARGIN_MS + GRACE_MS);
}

function keyOf({ operation, attemptId }: Pick<RouteCall, 'operation' | 'attemptId'>): string {
  return `${operation} ${attemptId}`;
}

/** Issuing does not take the places of status queries, nor they its own. */
function placeOf({ route, operation }: { route: string; operation: Operation }): string {
  return `${route} ${operation}`;
}
