import { isDeepStrictEqual } from 'node:util';
import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { notWithdrawn } from '../routing/route-absence.js';
import { RoutesService } from '../routing/routes.service.js';
import { RoutingRulesService } from './routing-rules.service.js';

/** How long another process may still go by the version before. */
const EVERY_MS = 1_000;

/** Turns between two looks at whether they fit the routes: a minute. */
const CHECK_EVERY = 60;

/** Problems in one line of the log. */
const MOST_PROBLEMS = 5;

/** Keeps the rules of this process those in force. */
@Injectable()
export class KeepRulesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private turns = 0;
  /** What was checked last: with a thousand rules a check holds the process up for a third of a second. */
  private checked: readonly [rulesVersion: number, routes: readonly object[]] | null = null;
  /** What was found last time, so that it is told once. */
  private told = '';

  constructor(
    private readonly context: RouterContext,
    private readonly rules: RoutingRulesService,
    private readonly routes: RoutesService,
  ) {
    const { logger, metrics } = context;
    const run = () => this.run();
    this.loop = new JobLoop({
      name: 'keep_rules',
      everyMs: EVERY_MS,
      longestPauseMs: 2 * EVERY_MS,
      run,
      logger,
      metrics,
    });
  }

  /** The rules are there before requests and messages are taken; on a new database, those of the configuration. */
  async onApplicationBootstrap(): Promise<void> {
    await this.rules.begin(this.context.config.firstRules);
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** @returns 0: the next turn can wait */
  async run(): Promise<number> {
    await this.rules.refresh();
    this.turns += 1;
    if (this.turns % CHECK_EVERY === 0) await this.check();
    return 0;
  }

  /**
   * Says so, once, when the rules in force do not do what they say with the routes that there are now. Looks only
   * where rules or routes are others than last time.
   */
  async check(): Promise<void> {
    const routes = notWithdrawn(await this.routes.known());
    const rulesVersion = this.rules.inForce.version;
    // That they were announced once more changes nothing.
    const looked = [
      rulesVersion,
      routes.map((route) => ({ ...route, announcedAt: null })),
    ] as const;
    if (isDeepStrictEqual(this.checked, looked)) return;
    this.checked = looked;
    const problems = this.rules.problems(routes).slice(0, MOST_PROBLEMS);
    const told = JSON.stringify([rulesVersion, problems]);
    if (problems.length > 0 && told !== this.told) {
      const { logger } = this.context;
      logger.warn({ rulesVersion, problems }, 'routing rules in force do not fit the routes');
    }
    this.told = told;
  }
}
