import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@cauce/database';
import { createLogger } from '@cauce/observability';

/** What a benchmark talks to: Cauce, its sandbox and the reference, each in a process of its own. */
export interface BenchSystem {
  readonly apiUrl: string;
  readonly sandboxUrl: string;
  readonly referenceUrl: string;
  readonly apiKey: string;
  readonly operatorKey: string;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '..');
const READY_WITHIN_MS = 60_000;

const EPAYCO = {
  CAUCE_EPAYCO_PUBLIC_KEY: '0d6a1c1f5e3b4a6f9c8d7e6f5a4b3c2d',
  CAUCE_EPAYCO_PRIVATE_KEY: '268c8e0162990cf2ce97fa7ade2eff5a',
  CAUCE_EPAYCO_CUSTOMER_ID: '12345',
  CAUCE_EPAYCO_P_KEY: '7f6e5d4c3b2a19080f1e2d3c4b5a6978',
};

/** Starts everything on free ports and a PostgreSQL with its default durability. */
export async function startBenchSystem(): Promise<BenchSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cauce-bench-'));
  const logger = createLogger({ service: 'bench', level: 'error' });
  const postgres = await EmbeddedPostgres.start({ dataDir: join(dataDir, 'postgres'), logger });
  const [http, sandbox] = await Promise.all([freePort(), freePort()]);
  const sandboxUrl = `http://127.0.0.1:${sandbox}`;
  const environment = {
    ...EPAYCO,
    CAUCE_DATABASE_URL: postgres.url,
    CAUCE_DEVELOPMENT: 'true',
    CAUCE_SANDBOX_URL: sandboxUrl,
    CAUCE_SANDBOX_PORT: String(sandbox),
    CAUCE_DATA_DIR: dataDir,
    CAUCE_HTTP_PORT: String(http),
    CAUCE_LOG_LEVEL: 'error',
  };
  const children: ChildProcess[] = [];
  const run = (script: string, args: string[], isReady: () => Promise<boolean>) =>
    start(children, script, args, environment, isReady);
  const answers = (url: string) => () =>
    fetch(url).then(
      (response) => response.ok,
      () => false,
    );
  const reference = await freePort();
  await run(
    'apps/cauce/dist/main.js',
    ['serve', 'sandbox'],
    answers(`${sandboxUrl}/sandbox/journal`),
  );
  await run(
    'bench/reference-server.ts',
    [String(reference)],
    answers(`http://127.0.0.1:${reference}/`),
  );
  const apiUrl = `http://127.0.0.1:${http}`;
  await run('apps/cauce/dist/main.js', ['start'], answers(`${apiUrl}/readyz`));
  const keys = JSON.parse(readFileSync(join(dataDir, 'dev-keys.json'), 'utf8'));
  return {
    apiUrl,
    sandboxUrl,
    referenceUrl: `http://127.0.0.1:${reference}`,
    apiKey: keys.apiKey,
    operatorKey: keys.operatorKey,
    stop: async () => {
      for (const child of children.reverse()) await end(child);
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function start(
  children: ChildProcess[],
  script: string,
  args: string[],
  environment: Record<string, string>,
  isReady: () => Promise<boolean>,
): Promise<void> {
  const child = spawn(process.execPath, ['--no-warnings', join(root, script), ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await isReady())) {
    if (child.exitCode !== null || performance.now() > deadline) {
      throw new Error(`${script} did not become ready`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
