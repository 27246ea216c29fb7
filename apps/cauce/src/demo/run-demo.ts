import type { Environment } from '@cauce/config';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLogger } from '@cauce/observability';
import type { CommandCall } from '../command.js';
import { readSettings } from '../settings.js';
import { startCauce } from '../start-cauce.js';
import type { DemoWorld } from './demo-world.js';
import { freePort } from './free-port.js';
import { Narrator } from './narrator.js';
import { tellStory } from './story.js';

/** Short schedules for a system that the demo starts for itself: the story should not take an hour. */
const IMPATIENT = {
  CAUCE_RESOLVE_SCHEDULE_SECONDS: '0.3,0.5,1',
  CAUCE_POLL_SCHEDULE_SECONDS: '1,1,2',
  CAUCE_SETTLEMENT_POLL_SECONDS: '1',
  CAUCE_REMATCH_DELAY_SECONDS: '0.5',
  CAUCE_EFECTY_PROTOCOLS: 'epayco',
  CAUCE_EPAYCO_TIMEOUT_SECONDS: '2',
  CAUCE_EPAYCO_VISIBILITY_SECONDS: '1',
  CAUCE_LOG_LEVEL: 'error',
};

/**
 * `cauce demo`: tells the main job as one story, against the Cauce that runs on the configured ports or,
 * when none does, against one that it starts on free ports with a data folder of its own.
 *
 * @returns 0 when every step held, 1 when one did not
 */
export async function runDemo(env: Environment, { out }: CommandCall): Promise<number> {
  const narrator = new Narrator(out);
  const running = await findRunning(env);
  if (running !== null) {
    narrator.say(`Using the Cauce that runs at ${running.apiUrl}.`);
    return tellStory(running, narrator);
  }
  narrator.say('No Cauce runs on the configured port: starting one for this story …');
  const dataDir = mkdtempSync(join(tmpdir(), 'cauce-demo-'));
  try {
    return await onOwnSystem(env, dataDir, narrator);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function onOwnSystem(env: Environment, dataDir: string, narrator: Narrator): Promise<number> {
  const settings = readSettings({
    ...IMPATIENT,
    ...env,
    CAUCE_DATA_DIR: dataDir,
    CAUCE_HTTP_PORT: String(await freePort()),
    CAUCE_SANDBOX_PORT: String(await freePort()),
  });
  if (settings.development === null || settings.sandboxUrl === null) {
    throw new Error(
      'The demo needs the sandbox: unset CAUCE_DATABASE_URL or set CAUCE_DEVELOPMENT=true.',
    );
  }
  const logger = createLogger({ service: 'demo', level: settings.variables.CAUCE_LOG_LEVEL });
  const running = await startCauce(settings, logger);
  try {
    return await tellStory(
      { apiUrl: running.url, sandboxUrl: settings.sandboxUrl, keys: settings.development.keys },
      narrator,
    );
  } finally {
    await running.stop();
  }
}

async function findRunning(env: Environment): Promise<DemoWorld | null> {
  const host = env['CAUCE_HOST'] ?? '127.0.0.1';
  const apiUrl = `http://${host}:${env['CAUCE_HTTP_PORT'] ?? '8080'}`;
  const sandboxUrl =
    env['CAUCE_SANDBOX_URL'] ?? `http://${host}:${env['CAUCE_SANDBOX_PORT'] ?? '8090'}`;
  const keysPath = join(resolve(env['CAUCE_DATA_DIR'] ?? '.cauce'), 'dev-keys.json');
  if (!existsSync(keysPath)) return null;
  try {
    const response = await fetch(`${apiUrl}/version`, { signal: AbortSignal.timeout(1_000) });
    const { name } = (await response.json()) as { name?: string };
    if (name !== 'cauce') return null;
  } catch {
    return null;
  }
  return { apiUrl, sandboxUrl, keys: JSON.parse(readFileSync(keysPath, 'utf8')) };
}
