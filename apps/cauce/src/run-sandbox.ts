import type { Environment } from '@cauce/config';
import { createLogger } from '@cauce/observability';
import { startSandbox } from '@cauce/sandbox';
import type { CommandCall } from './command.js';
import { readSandboxSettings } from './settings.js';
import { stopOnSignal } from './stop-on-signal.js';

/** `cauce serve sandbox`: the pretend providers alone, until SIGINT or SIGTERM. */
export async function runSandbox(env: Environment, { out }: CommandCall): Promise<null> {
  const { variables, options } = readSandboxSettings(env);
  const logger = createLogger({ service: 'sandbox', level: variables.CAUCE_LOG_LEVEL });
  const log = (line: object) => logger.info(line, 'sandbox event');
  const sandbox = await startSandbox({ ...options, log });
  stopOnSignal(sandbox, logger);
  out.write(`sandbox is running at ${sandbox.url}.\n`);
  return null;
}
