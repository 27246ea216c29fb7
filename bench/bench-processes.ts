import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');
const READY_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 50;

/** The processes of a benchmark; they end in the reverse order of their starts. */
export class BenchProcesses {
  readonly pids = new Map<string, number>();
  private readonly children: ChildProcess[] = [];

  /** Starts a script with this Node; resolves when an address answers with 2xx. */
  async start(
    name: string,
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
    ready: { readonly url: string },
  ): Promise<void> {
    const [script = '', ...args] = command;
    const child = spawn(process.execPath, ['--no-warnings', join(root, script), ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.children.push(child);
    this.pids.set(name, child.pid ?? 0);
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await answers(ready.url))) {
      if (child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`${name} did not become ready; is it built? npm run build`);
      }
      await delay(LOOK_AGAIN_MS);
    }
  }

  async stop(): Promise<void> {
    for (const child of this.children.splice(0).reverse()) await end(child);
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await gone;
}
