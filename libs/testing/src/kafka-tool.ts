import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const TOOL = join(import.meta.dirname, '..', '..', '..', 'tools', 'kafka', 'kafka.mjs');
/** The first start on a machine downloads 45 MB, and may install Java before. */
const WITHIN_MS = 600_000;
/** The tool's exit code for what this machine lacks. */
const MISSING = 3;

const run = promisify(execFile);

/**
 * Runs `npm run kafka -- …`.
 *
 * @returns the facts that it printed
 * @throws with the problem that it named
 */
export async function runKafkaTool(...args: string[]): Promise<unknown> {
  try {
    const { stdout } = await run(process.execPath, [TOOL, ...args, '--json'], {
      timeout: WITHIN_MS,
    });
    return JSON.parse(stdout);
  } catch (error) {
    const stdout = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`kafka ${args.join(' ')}: ${problemIn(stdout) ?? String(error)}`, {
      cause: error,
    });
  }
}

/**
 * Makes a broker startable: resolves Kafka's jars and, as root on Debian, installs Java and Maven. Both
 * take a while the first time, and say so.
 *
 * @returns null when it is, else what is missing and the command that installs it
 * @throws when something else failed, such as the download
 */
export function prepareKafka(): string | null {
  const { status, stdout } = spawnSync(process.execPath, [TOOL, 'prepare', '--install', '--json'], {
    encoding: 'utf8',
    timeout: WITHIN_MS,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status === 0) return null;
  const problem = problemIn(stdout) ?? `exit code ${String(status)}`;
  if (status === MISSING) return problem;
  throw new Error(`Kafka could not be prepared: ${problem}`);
}

function problemIn(stdout: string): string | null {
  return /^\{"problem":/.test(stdout) ? JSON.parse(stdout).problem : null;
}
