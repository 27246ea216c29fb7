import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';

/** Longest pause after failures. */
const MAX_BACK_OFF_MS = 30_000;

/** Duration buckets of one turn, in seconds. */
const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 30];

export interface JobLoopOptions {
  /** Name in logs and metrics: a closed set, snake_case. */
  readonly name: string;
  /** Pause between turns that found nothing to do. */
  readonly everyMs: number;
  /** One turn. @returns how many units it did; more than none runs the next turn at once */
  readonly run: () => Promise<number>;
  readonly logger: Logger;
  readonly metrics?: Metrics;
}

/** Runs a job turn after turn, never two at once. A turn that fails is logged, and the next one waits longer. */
export class JobLoop {
  private readonly turns;
  private readonly seconds;
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isStarted = false;
  private isWoken = false;
  private failures = 0;

  constructor(private readonly options: JobLoopOptions) {
    this.turns = options.metrics?.counter('cauce_job_turns_total', 'Turns of jobs by result', [
      'job',
      'result',
    ]);
    this.seconds = options.metrics?.histogram(
      'cauce_job_turn_seconds',
      'Duration of turns of jobs',
      ['job'],
      SECONDS,
    );
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.schedule(0);
  }

  /** Makes the next turn run now; one that is running is followed by another. */
  wake(): void {
    this.isWoken = true;
    if (this.isStarted && this.running === null) this.schedule(0);
  }

  /** Starts no further turn and waits for the one that runs. */
  async stop(): Promise<void> {
    this.isStarted = false;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    await this.running;
  }

  private schedule(afterMs: number): void {
    if (!this.isStarted) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.running = this.turn();
    }, afterMs);
  }

  private async turn(): Promise<void> {
    this.isWoken = false;
    const { name, logger, everyMs, run } = this.options;
    const endTimer = this.seconds?.startTimer({ job: name });
    let pauseMs = everyMs;
    try {
      const done = await run();
      this.failures = 0;
      this.turns?.inc({ job: name, result: 'ok' });
      if (done > 0) pauseMs = 0;
    } catch (error) {
      this.failures += 1;
      this.turns?.inc({ job: name, result: 'failed' });
      const backOffMs = Math.min(everyMs * 2 ** this.failures, MAX_BACK_OFF_MS);
      pauseMs = Math.max(everyMs, backOffMs * (0.8 + Math.random() * 0.4));
      logger.error({ err: error, job: name, failures: this.failures }, 'job turn failed');
    }
    endTimer?.();
    this.running = null;
    this.schedule(this.isWoken ? 0 : pauseMs);
  }
}
