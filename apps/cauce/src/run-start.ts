import type { Environment } from '@cauce/config';
import { createLogger } from '@cauce/observability';
import type { CommandCall } from './command.js';
import { serviceNamed } from './services.js';
import { readSettings, type Settings } from './settings.js';
import { startCauce, type RunningCauce } from './start-cauce.js';
import { stopOnSignal } from './stop-on-signal.js';
import { welcome } from './welcome.js';

/** `cauce start`: runs until SIGINT or SIGTERM, then stops in order. */
export async function runStart(env: Environment, { out }: CommandCall): Promise<null> {
  const settings = readSettings(env);
  const running = await startAndStop(settings, 'cauce');
  out.write(welcome(running));
  return null;
}

/** Runs one service alone, over Kafka, until SIGINT or SIGTERM. */
export async function runService(
  env: Environment,
  name: string,
  { out }: CommandCall,
): Promise<null> {
  const ports = { CAUCE_HTTP_PORT: String(serviceNamed(name).port), CAUCE_SANDBOX: 'false' };
  const settings = readSettings({ ...ports, ...env }, [name]);
  const { url } = await startAndStop(settings, name);
  out.write(`${name} is running at ${url}.\n`);
  return null;
}

async function startAndStop(settings: Settings, service: string): Promise<RunningCauce> {
  const logger = createLogger({ service, level: settings.variables.CAUCE_LOG_LEVEL });
  const running = await startCauce(settings, logger);
  stopOnSignal(running, logger);
  return running;
}
