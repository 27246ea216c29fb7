import { AsyncResource } from 'node:async_hooks';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';

/** Longest pause after failures, where a job does not say its own. */
const MAX_BACK_OFF_MS = 30_000;

/** Pauses after failures differ by up to a fifth, so that processes that failed together part. */
const JITTER = 0.2;

/** Duration buckets of one turn, in seconds. */
const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 30];

export interface JobLoopOptions {
  /** Name in logs and metrics: a closed set, snake_case. */
  readonly name: string;
  /** Pause between turns that found nothing to do. */
  readonly everyMs: number;
  /** Longest pause after failures, half a minute where it is left out; never less than the usual one. */
  readonly longestPauseMs?: number;
  /** One turn. @returns how many units it did; more than none runs the next turn at once */
  readonly run: () => Promise<number>;
  readonly logger: Logger;
  readonly metrics?: Metrics;
}

/** Runs a job turn after turn, never two at once. A turn that fails is logged, and the next one waits longer. */
export class JobLoop {
  private readonly turns;
  private readonly seconds;
  /** Turns belong to nobody: whoever wakes the loop may be in the middle of a transaction or a request. */
  private readonly beginAlone = AsyncResource.bind(() => this.begin());
  private unschedule: () => void = () => undefined;
  private running: Promise<void> | null = null;
  private isStarted = false;
  private isWoken = false;
  private failures = 0;
  /** When the next turn is due, and no turn before this while turns fail; of `performance.now()`. */
  private dueAt = Infinity;
  private notBefore = 0;

  constructor(private readonly options: JobLoopOptions) {
    this.turns = options.metrics?.counter('cauce_job_turns_total', 'Turns of jobs by result', {
      job: null,
      result: ['ok', 'failed'],
    });
    this.seconds = options.metrics?.histogram(
      'cauce_job_turn_seconds',
      'Duration of turns of jobs',
      { job: null },
      SECONDS,
    );
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    if (this.running === null) this.schedule(0);
  }

  /**
   * Makes a turn run now; one that is running is followed by another. While turns fail, waking shortens
   * the pause no further than to the usual one.
   */
  wake(): void {
    this.isWoken = true;
    if (this.isStarted && this.running === null) this.schedule(this.notBefore - performance.now());
  }

  /** Starts no further turn and waits for the one that runs. */
  async stop(): Promise<void> {
    this.isStarted = false;
    this.clear();
    await this.running;
  }

  /** Sets the next turn, unless one is due sooner. */
  private schedule(afterMs: number): void {
    if (!this.isStarted) return;
    const dueAt = performance.now() + Math.max(0, afterMs);
    if (dueAt >= this.dueAt) return;
    this.clear();
    this.dueAt = dueAt;
    if (afterMs > 0) {
      const timer = setTimeout(this.beginAlone, afterMs);
      this.unschedule = () => clearTimeout(timer);
    } else {
      // The shortest time-out is a millisecond, which is long for what follows a commit.
      const immediate = setImmediate(this.beginAlone);
      this.unschedule = () => clearImmediate(immediate);
    }
  }

  private clear(): void {
    this.unschedule();
    this.dueAt = Infinity;
  }

  private begin(): void {
    this.clear();
    this.isWoken = false;
    const finish = this.seconds?.startTimer({ job: this.options.name });
    this.running = this.turn().then((pauseMs) => {
      finish?.();
      this.running = null;
      this.schedule(pauseMs);
      if (this.isWoken) this.wake();
    });
  }

  /** @returns how long to pause after it; never throws */
  private async turn(): Promise<number> {
    const { name, logger, everyMs, longestPauseMs = MAX_BACK_OFF_MS, run } = this.options;
    try {
      const done = await run();
      this.failures = 0;
      this.notBefore = 0;
      this.turns?.inc({ job: name, result: 'ok' });
      return done > 0 ? 0 : everyMs;
    } catch (error) {
      this.failures += 1;
      this.notBefore = performance.now() + everyMs;
      this.turns?.inc({ job: name, result: 'failed' });
      logger.error({ err: error, job: name, failures: this.failures }, 'job turn failed');
      const jitter = 1 - JITTER + Math.random() * 2 * JITTER;
      const backOffMs = Math.min(everyMs * 2 ** this.failures * jitter, longestPauseMs);
      return Math.max(everyMs, backOffMs);
    }
  }
}
