import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabaseUrl } from '@cauce/testing';
import { startSandbox } from '@cauce/sandbox';
import { ApiClient } from './api-client.js';
import { SandboxClient } from './sandbox-client.js';

/** Start and stop of one process, generous because two cores may be shared by many. */
const START_WITHIN_MS = 60_000;

const MAIN = join(process.cwd(), 'apps', 'cauce', 'dist', 'main.js');

/** Short schedules, so that stories about waiting do not wait. */
const IMPATIENT = {
  CAUCE_RESOLVE_SCHEDULE_SECONDS: '0.2,0.2,0.3,0.5,1',
  CAUCE_POLL_SCHEDULE_SECONDS: '0.5,0.5,1',
  CAUCE_SETTLEMENT_POLL_SECONDS: '0.5',
  CAUCE_REMATCH_DELAY_SECONDS: '0.2',
  CAUCE_UNMATCHED_AFTER_SECONDS: '0.5',
  CAUCE_CALLBACK_RETRY_SECONDS: '0.5,0.5,1,1,2,5,10',
  CAUCE_EPAYCO_TIMEOUT_SECONDS: '1.5',
  CAUCE_EPAYCO_VISIBILITY_SECONDS: '1',
  CAUCE_LOG_LEVEL: 'warn',
};

/**
 * Cauce as a process of its own, on a database of its own, against a sandbox that lives in the test: so
 * that the process can be killed and the sandbox's journal stays as the oracle.
 */
export class CauceProcess {
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(
    private readonly environment: Record<string, string>,
    readonly sandbox: SandboxClient,
    private readonly dataDir: string,
    private readonly stopSandbox: () => Promise<void>,
    private readonly url: string,
  ) {}

  /** Starts a sandbox and a Cauce that uses it. */
  static async start(extra: Record<string, string> = {}): Promise<CauceProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-e2e-'));
    const [httpPort, sandboxPort] = await Promise.all([freePort(), freePort()]);
    const epayco = {
      publicKey: '0d6a1c1f5e3b4a6f9c8d7e6f5a4b3c2d',
      privateKey: '268c8e0162990cf2ce97fa7ade2eff5a',
      customerId: '12345',
      pKey: '7f6e5d4c3b2a19080f1e2d3c4b5a6978',
    };
    const sandbox = await startSandbox({
      host: '127.0.0.1',
      port: sandboxPort,
      dataDir,
      epayco,
      expiry: { minimumMs: 1_000 },
      callbackRetryDelaysMs: [500, 1_000, 2_000, 5_000],
    });
    const environment = {
      ...IMPATIENT,
      CAUCE_DATABASE_URL: await freshDatabaseUrl(),
      CAUCE_DEVELOPMENT: 'true',
      CAUCE_SANDBOX: 'false',
      CAUCE_SANDBOX_URL: sandbox.url,
      CAUCE_DATA_DIR: dataDir,
      CAUCE_HTTP_PORT: String(httpPort),
      CAUCE_EPAYCO_PUBLIC_KEY: epayco.publicKey,
      CAUCE_EPAYCO_PRIVATE_KEY: epayco.privateKey,
      CAUCE_EPAYCO_CUSTOMER_ID: epayco.customerId,
      CAUCE_EPAYCO_P_KEY: epayco.pKey,
      ...extra,
    };
    const cauce = new CauceProcess(
      environment,
      new SandboxClient(sandbox.url),
      dataDir,
      () => sandbox.stop(),
      `http://127.0.0.1:${httpPort}`,
    );
    await cauce.run();
    return cauce;
  }

  /** A client with the merchant's key, or the operator's. */
  api(as: 'merchant' | 'operator' = 'merchant'): ApiClient {
    return new ApiClient(this.url, as === 'merchant' ? this.keys.apiKey : this.keys.operatorKey);
  }

  /** The keys that this Cauce generated. */
  get keys(): { apiKey: string; operatorKey: string } {
    return JSON.parse(readFileSync(join(this.dataDir, 'dev-keys.json'), 'utf8'));
  }

  /** What the process has printed, for messages of failed tests. */
  get log(): string {
    return this.output;
  }

  /** Starts the process again, as an operator would after a crash. */
  async run(extra: Record<string, string> = {}): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', MAIN, 'start'], {
      env: { PATH: process.env['PATH'] ?? '', ...this.environment, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Cauce did not start in time:\n${this.output}`)),
        START_WITHIN_MS,
      );
      const collect = (chunk: Buffer) => {
        this.output += chunk.toString();
        if (!this.output.includes('Cauce is running.')) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on('data', collect);
      child.stderr.on('data', collect);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        reject(new Error(`Cauce ended (${code ?? signal}) before it was ready:\n${this.output}`));
      });
    });
    this.output = '';
    await ready;
  }

  /** Resolves when the process has been killed by its own fail point. */
  async died(): Promise<void> {
    const child = this.child;
    if (child === null || child.signalCode !== null || child.exitCode !== null) return;
    await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  }

  /** Kills the process without a word. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.died();
  }

  /** Asks the process to stop and waits for it. @returns its exit code */
  async terminate(): Promise<number | null> {
    this.child?.kill('SIGTERM');
    await this.died();
    return this.child?.exitCode ?? null;
  }

  async stop(): Promise<void> {
    await this.kill();
    await this.stopSandbox();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
