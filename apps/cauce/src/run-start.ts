import type { Environment } from '@cauce/config';
import { createLogger } from '@cauce/observability';
import { SERVICES, type ServiceName } from './services.js';
import { readSettings, type Settings } from './settings.js';
import { startCauce, type RunningCauce } from './start-cauce.js';
import { welcome } from './welcome.js';

/** How long a clean stop may take before the process ends anyway. */
const STOP_BUDGET_MS = 20_000;

/** A second signal this soon is the same one: npm passes on what the terminal has sent already. */
const SECOND_SIGNAL_AFTER_MS = 2_000;

/** `cauce start`: runs until SIGINT or SIGTERM, then stops in order. */
export async function runStart(env: Environment): Promise<null> {
  const settings = readSettings(env);
  const running = await startAndStop(settings, 'cauce');
  process.stdout.write(welcome(running));
  return null;
}

/** Runs one service alone, over Kafka, until SIGINT or SIGTERM. */
export async function runService(env: Environment, name: ServiceName): Promise<null> {
  const ports = { CAUCE_HTTP_PORT: String(SERVICES[name].port), CAUCE_SANDBOX: 'false' };
  const settings = readSettings({ ...ports, ...env }, [name]);
  const { url } = await startAndStop(settings, name);
  process.stdout.write(`${name} is running at ${url}.\n`);
  return null;
}

async function startAndStop(settings: Settings, service: string): Promise<RunningCauce> {
  const logger = createLogger({ service, level: settings.variables.CAUCE_LOG_LEVEL });
  const running = await startCauce(settings, logger);
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
  return running;
}
