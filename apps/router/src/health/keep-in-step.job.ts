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
import { isDegraded, issuanceOf } from './issuance.js';

/** How often evidence is told and heard: at twenty calls a second, five calls. */
const EVERY_MS = 250;

/** After an outage of the database, what is open or drained is to be known about as soon as at any other time. */
const LONGEST_PAUSE_MS = 2_000;

/** Turns after which positions and drains are looked at too: a second. */
const LOOK_EVERY = 4;

/** Turns between two looks for evidence to forget: some minutes. */
const PURGE_EVERY = 1_200;

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
    const run = () => this.turn();
    this.loop = new JobLoop({
      name: 'keep_in_step',
      everyMs: EVERY_MS,
      longestPauseMs: LONGEST_PAUSE_MS,
      run,
      logger,
      metrics,
    });
  }

  /** The first turn ends before requests and messages are taken: what is open or drained stays so over a restart. */
  async onApplicationBootstrap(): Promise<void> {
    await this.breakers.adopt();
    await this.drains.refresh();
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await this.breakers.settle();
  }

  /** Everything that is to be known of the other processes. */
  async run(): Promise<void> {
    await this.tellAndHear();
    await this.breakers.adopt();
    await this.drains.refresh();
    await this.watchIssuance();
  }

  /** Tells what was seen here, and hears what was seen elsewhere. */
  async tellAndHear(): Promise<void> {
    const { process } = this.breakers;
    await this.breakers.evidence.tell((seen) => this.evidence.share(process, seen));
    for (const seen of await this.evidence.unread(process)) this.breakers.learn(seen);
  }

  /** @returns 0: the next turn can wait */
  private async turn(): Promise<number> {
    await (this.turns % LOOK_EVERY === 0 ? this.run() : this.tellAndHear());
    this.turns += 1;
    if (this.turns % PURGE_EVERY === 0) await this.evidence.purge();
    return 0;
  }

  private async watchIssuance(): Promise<void> {
    const { issuanceWindowMs, breakers, fewestSuccesses } = this.context.config.health;
    const counts = await this.evidence.counts(issuanceWindowMs);
    const known = counts.flatMap((one) => {
      const issuance = one.operation === 'issue' ? issuanceOf(one) : null;
      return issuance === null ? [] : [{ ...one, issuance }];
    });
    const degraded = known.filter(({ issuance }) =>
      isDegraded(issuance, breakers.minimumCalls, fewestSuccesses),
    );
    this.breakers.degraded = new Map(degraded.map(({ route, generation }) => [route, generation]));
    const rates = known.map(({ route, issuance }) => [route, issuance.rate] as const);
    this.breakers.metrics.issuances(new Map(rates));
  }
}
