import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { RoutingRulesService } from './routing-rules.service.js';

/** How long another process may still go by the version before. */
const EVERY_MS = 1_000;

/** Keeps the rules of this process those in force. */
@Injectable()
export class KeepRulesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    private readonly context: RouterContext,
    private readonly rules: RoutingRulesService,
  ) {
    const { logger, metrics } = context;
    const run = () => this.run();
    this.loop = new JobLoop({ name: 'keep_rules', everyMs: EVERY_MS, run, logger, metrics });
  }

  /** The rules are there before requests are taken; on a new database, those of the configuration. */
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
    return 0;
  }
}
