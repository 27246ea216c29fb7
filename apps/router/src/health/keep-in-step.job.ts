import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { BreakersService } from './breakers.service.js';
import { DrainsService } from './drains.service.js';
import { FleetEvidenceService } from './fleet-evidence.service.js';
import { issuanceOf } from './issuance.js';

/** How old what a process knows of the others may become. */
const EVERY_MS = 1_000;

/** Turns between two looks for evidence to forget. */
const PURGE_EVERY = 300;

/** Keeps the breakers of this process in step with those of the others. */
@Injectable()
export class KeepInStepJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private turns = 0;

  constructor(
    private readonly context: RouterContext,
    private readonly breakers: BreakersService,
    private readonly evidence: FleetEvidenceService,
    private readonly drains: DrainsService,
  ) {
    const { logger, metrics } = context;
    const run = () => this.run();
    this.loop = new JobLoop({ name: 'keep_in_step', everyMs: EVERY_MS, run, logger, metrics });
  }

  /** The first turn ends before requests are taken: what is open or drained stays so over a restart. */
  async onApplicationBootstrap(): Promise<void> {
    await this.breakers.adopt();
    await this.drains.refresh();
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await this.breakers.settle();
  }

  /** Tells what was seen here, and hears what was seen elsewhere. @returns 0: the next turn can wait */
  async run(): Promise<number> {
    const { process } = this.breakers;
    await this.evidence.share(process, this.breakers.evidence.take());
    for (const seen of await this.evidence.unread(process)) this.breakers.learn(seen);
    await this.breakers.adopt();
    await this.drains.refresh();
    await this.watchIssuance();
    this.turns += 1;
    if (this.turns % PURGE_EVERY === 0) await this.evidence.purge();
    return 0;
  }

  private async watchIssuance(): Promise<void> {
    const counts = await this.evidence.counts(this.context.config.health.issuanceWindowMs);
    const rates = counts.flatMap((one) => {
      const issuance = one.operation === 'issue' ? issuanceOf(one) : null;
      return issuance === null ? [] : [[one.route, issuance.rate] as const];
    });
    this.breakers.metrics.issuances(new Map(rates));
  }
}
