import type { Logger } from '@cauce/observability';

/** How long a clean stop may take before the process ends anyway. */
export const STOP_BUDGET_MS = 20_000;

/** A second signal this soon is the same one: npm passes on what the terminal has sent already. */
const SECOND_SIGNAL_AFTER_MS = 2_000;

/** Ends the process in order at SIGINT or SIGTERM, and at once at a second one. */
export function stopOnSignal(running: { stop(): Promise<void> }, logger: Logger): void {
  let stoppingSince: number | null = null;
  const stop = (signal: string) => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > SECOND_SIGNAL_AFTER_MS) process.exit(130);
      return;
    }
    stoppingSince = performance.now();
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('the clean stop took too long');
      process.exit(1);
    }, STOP_BUDGET_MS).unref();
    running
      .stop()
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        logger.error({ err: error }, 'the stop failed');
        process.exit(1);
      });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
