import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, freshDatabaseUrl, kafkaForTests } from '@cauce/testing';
import { ApiClient, until } from './api-client.js';
import { SandboxClient } from './sandbox-client.js';
import { ServiceProcess } from './service-process.js';
import { startStorySandbox } from './story-sandbox.js';

const RAILS = ['efecty', 'baloto', 'puntored', 'pse'];

/** On a busy machine services start slowly. */
const KNOWN_WITHIN_MS = 60_000;

/**
 * Cauce as a process of its own, on a database of its own, against a sandbox that lives in the test: so
 * that the process can be killed and the sandbox's journal stays as the oracle.
 */
export class CauceProcess {
  private constructor(
    private readonly process: ServiceProcess,
    readonly sandbox: SandboxClient,
    private readonly dataDir: string,
    private readonly stopSandbox: () => Promise<void>,
    private readonly url: string,
  ) {}

  /** Starts a sandbox and a Cauce that uses it. @param folder - that it is run in */
  static async start(extra: Record<string, string> = {}, folder?: string): Promise<CauceProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-e2e-'));
    const httpPort = await freePort();
    const url = `http://127.0.0.1:${httpPort}`;
    const { sandbox, variables } = await startStorySandbox(dataDir, url);
    const environment = {
      ...variables,
      CAUCE_DATABASE_URL: await freshDatabaseUrl(),
      CAUCE_DATA_DIR: dataDir,
      CAUCE_HTTP_PORT: String(httpPort),
      ...(await busVariables()),
      ...extra,
    };
    const cauce = new CauceProcess(
      new ServiceProcess(['start'], 'Cauce is running.', environment, folder),
      new SandboxClient(sandbox.url),
      dataDir,
      () => sandbox.stop(),
      url,
    );
    await cauce.run();
    await cauce.knowsRails();
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
    return this.process.log;
  }

  /** Starts the process again, as an operator would after a crash. */
  async run(extra: Record<string, string> = {}): Promise<void> {
    await this.process.start(extra);
  }

  /** Resolves when the router has heard of every rail of Cauce, each of which has an account in stories. */
  private async knowsRails(): Promise<void> {
    await until(
      () => this.api().get<{ data: { method: string }[] }>('/v1/methods'),
      ({ data }) => RAILS.every((rail) => data.some(({ method }) => method === rail)),
      KNOWN_WITHIN_MS,
    );
  }

  /** Resolves when the process has been killed by its own fail point. */
  async died(): Promise<void> {
    await this.process.died();
  }

  /** Kills the process without a word. */
  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** Asks the process to stop and waits for it. @returns its exit code */
  async terminate(): Promise<number | null> {
    return this.process.terminate();
  }

  async stop(): Promise<void> {
    await this.kill();
    await this.stopSandbox();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** The Kafka of the test run, with topics of this system's own; nothing when the story is told without. */
async function busVariables(): Promise<Record<string, string>> {
  if (process.env['CAUCE_STORIES_OVER'] !== 'kafka') return {};
  return {
    CAUCE_KAFKA_BROKERS: (await kafkaForTests()).join(','),
    CAUCE_KAFKA_PREFIX: `story-${randomBytes(6).toString('hex')}.`,
  };
}
