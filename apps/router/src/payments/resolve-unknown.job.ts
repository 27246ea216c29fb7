import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ConnectorClient } from '../connectors/connector.client.js';
import { RouterContext } from '../router-context.js';
import { leaseRanOut } from './apply-results.js';
import { AttemptsService } from './attempts.service.js';
import { eachInTurn } from './each-in-turn.js';
import { PaymentStoryService } from './payment-story.service.js';
import { nextQueryAt } from './resolve-schedule.js';

/** How often due attempts are looked for; a query waits seconds anyway. */
const EVERY_MS = 1_000;

/** Attempts looked at in one turn; more come in the next one. */
const BATCH = 50;

/**
 * Asks what became of attempts whose outcome is unknown: those that ended so, and those whose lease ran
 * out because a process died between writing the attempt and hearing of it.
 */
@Injectable()
export class ResolveUnknownJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    private readonly context: RouterContext,
    private readonly attempts: AttemptsService,
    private readonly story: PaymentStoryService,
    private readonly connectors: ConnectorClient,
  ) {
    const { logger, metrics } = context;
    this.loop = new JobLoop({
      name: 'resolve_unknown',
      everyMs: EVERY_MS,
      run: () => this.run(),
      logger,
      metrics,
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Sends a status query for every attempt that is due. @returns how many */
  async run(): Promise<number> {
    const due = await this.context.database.reads.query<{ id: string; payment_id: string }>(
      'select id, payment_id from attempts where resolve_at <= $1 order by resolve_at limit $2',
      [this.context.clock.now(), BATCH],
    );
    await eachInTurn(due, ({ id, payment_id: paymentId }) => this.resolve(paymentId, id));
    return due.length;
  }

  private async resolve(paymentId: string, attemptId: string): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      const payment = await this.story.lock(tx, paymentId);
      const attempt = (await this.attempts.of(tx, paymentId)).find((one) => one.id === attemptId);
      const now = this.context.clock.now();
      if (payment === null || attempt === undefined) return;
      if (attempt.resolveAt === null || attempt.resolveAt > now) return;
      const { changes, follows } = leaseRanOut(attempt);
      Object.assign(attempt, changes);
      if (follows.kind === 'unknown') {
        await this.story.move(tx, payment, 'outcome_unknown', follows.reason);
      }
      attempt.resolveAt = nextQueryAt(
        now,
        attempt.queries + 1,
        this.context.config.resolveScheduleMs,
        Math.random(),
      );
      // A query that the route does not take now leaves the outcome as unknown as it was.
      const refusal = await this.connectors.readStatus(tx, attempt, railOf(attempt.route));
      if (refusal === null) attempt.queries += 1;
      await this.attempts.save(tx, attempt);
      await this.story.save(tx, payment);
    });
  }
}

function railOf(route: string): string {
  return route.slice(0, route.indexOf('.'));
}
