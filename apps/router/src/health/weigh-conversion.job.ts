import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { ConversionService } from './conversion.service.js';
import { HealthMetrics } from './health-metrics.service.js';

/** It changes over days, and is read from every payment of them. */
const EVERY_MS = 900_000;

/** Keeps what is known of conversion fresh. */
@Injectable()
export class WeighConversionJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    context: RouterContext,
    private readonly conversion: ConversionService,
    private readonly metrics: HealthMetrics,
  ) {
    const { logger, metrics: registry } = context;
    const run = () => this.run();
    this.loop = new JobLoop({
      name: 'weigh_conversion',
      everyMs: EVERY_MS,
      run,
      logger,
      metrics: registry,
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** @returns 0: the next turn can wait */
  async run(): Promise<number> {
    await this.conversion.refresh();
    this.metrics.conversions(this.conversion.latest);
    return 0;
  }
}
