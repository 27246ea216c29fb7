import { inTrace, JobLoop, nextStep } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { RouteShares } from '../route-shares.js';
import { CallbacksService } from './callbacks.service.js';
import { TranslateCallbacksService } from './translate-callbacks.service.js';

/** How often due callbacks are looked for; one that has just come in wakes the job. */
const EVERY_MS = 1_000;

/** Callbacks worked on at once: each waits for the provider. */
const WORKERS = 8;

/** Understands stored callbacks. */
@Injectable()
export class TranslateCallbacksJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: readonly JobLoop[];
  private readonly shares: RouteShares;
  private next = 0;

  constructor(
    context: ConnectorContext,
    private readonly callbacks: CallbacksService,
    private readonly translator: TranslateCallbacksService,
  ) {
    const { logger, metrics, connectors } = context;
    this.shares = new RouteShares(WORKERS, connectors.length);
    const worker = () =>
      new JobLoop({
        name: 'translate_callbacks',
        everyMs: EVERY_MS,
        run: () => this.run(),
        logger,
        metrics,
      });
    this.loops = Array.from({ length: WORKERS }, worker);
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  /** Something has been stored: the next worker looks at once. One that is missed is found by looking. */
  wake(): void {
    this.next = (this.next + 1) % this.loops.length;
    this.loops[this.next]?.wake();
  }

  /** Works on one callback. @returns 1 when there was one */
  async run(): Promise<number> {
    return this.shares.run(
      (fullRoutes) => this.callbacks.takeDue(fullRoutes),
      (taken) => inTrace(nextStep(), () => this.translator.translate(taken)),
    );
  }
}
