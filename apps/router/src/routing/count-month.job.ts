import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { MonthVolumesService } from './month-volumes.service.js';

/** Tiers and commitments are of thousands of payments a month: what a route collects in minutes moves neither much. */
const EVERY_MS = 300_000;

/** Keeps the count of what routes collect in a month fresh; the first one runs at the start, and holds nothing up. */
@Injectable()
export class CountMonthJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    { logger, metrics }: RouterContext,
    private readonly volumes: MonthVolumesService,
  ) {
    const run = () => this.run();
    this.loop = new JobLoop({ name: 'count_month', everyMs: EVERY_MS, run, logger, metrics });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** @returns 0: the next turn can wait */
  async run(): Promise<number> {
    await this.volumes.refresh();
    return 0;
  }
}
