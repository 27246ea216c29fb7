import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ReconciliationContext } from '../reconciliation-context.js';
import { MatchingService } from './matching.service.js';
import { RematchRequestsService, type DueDay } from './rematch-requests.service.js';

/** How often days that are due are looked for. */
const EVERY_MS = 500;

/** Days matched in one turn; more come in the next one. */
const BATCH = 20;

/** Another process is matching the route: this run gives its requests back. */
class RouteIsBusy extends Error {}

/** Matches the days whose lines or postings have changed. */
@Injectable()
export class RematchDueJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    private readonly context: ReconciliationContext,
    private readonly requests: RematchRequestsService,
    private readonly matching: MatchingService,
  ) {
    const { logger, metrics } = context;
    this.loop = new JobLoop({
      name: 'rematch_due',
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

  /** Matches every day that is due. @returns how many were matched */
  async run(): Promise<number> {
    let matched = 0;
    for (const due of await this.requests.due(BATCH)) {
      if (await this.matchDay(due)) matched += 1;
    }
    return matched;
  }

  private async matchDay(due: DueDay): Promise<boolean> {
    try {
      return await this.context.database.transaction(async (tx) => {
        if (!(await this.requests.claim(tx, due))) return false;
        if (!(await this.matching.run(tx, due.route, due.day))) throw new RouteIsBusy();
        return true;
      });
    } catch (error) {
      if (error instanceof RouteIsBusy) return false;
      this.context.logger.error({ err: error, route: due.route, day: due.day }, 'day not matched');
      await this.requests.putOff(due);
      return false;
    }
  }
}
