import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, freshDatabaseUrl } from '@cauce/testing';
import { ApiClient } from './api-client.js';
import { SandboxClient } from './sandbox-client.js';
import { ServiceProcess } from './service-process.js';
import { startStorySandbox } from './story-sandbox.js';

export type InstanceName = `router-${number}` | `connector-${number}` | 'ledger' | 'reconciliation';

/** Name and service of each process; the first one makes keys and topics. */
export type Instances = readonly (readonly [InstanceName, string])[];

/** Two of those that take requests and call providers; the books have one keeper each. */
const EVERY_SERVICE: Instances = [
  ['router-1', 'router'],
  ['router-2', 'router'],
  ['connector-1', 'connector-efecty'],
  ['connector-2', 'connector-efecty'],
  ['ledger', 'ledger'],
  ['reconciliation', 'reconciliation'],
];

interface FleetOptions {
  /** A fresh database of the test run where it is left out. */
  readonly databaseUrl?: string;
  readonly instances?: Instances;
  /** Configuration beside that of every story. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Services as processes of their own over Kafka, against a sandbox that lives in the test. */
export class Fleet {
  private readonly instances = new Map<InstanceName, ServiceProcess>();
  private readonly urls = new Map<InstanceName, string>();

  private constructor(
    readonly sandbox: SandboxClient,
    private readonly dataDir: string,
    private readonly stopSandbox: () => Promise<void>,
  ) {}

  static async start(
    brokers: readonly string[],
    { databaseUrl, instances = EVERY_SERVICE, variables: more = {} }: FleetOptions = {},
  ): Promise<Fleet> {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-fleet-'));
    const callbackPort = await freePort();
    const publicUrl = `http://127.0.0.1:${callbackPort}`;
    const { sandbox, variables } = await startStorySandbox(dataDir, publicUrl);
    const fleet = new Fleet(new SandboxClient(sandbox.url), dataDir, () => sandbox.stop());
    const environment = {
      ...variables,
      CAUCE_DATABASE_URL: databaseUrl ?? (await freshDatabaseUrl()),
      CAUCE_DATA_DIR: dataDir,
      CAUCE_KAFKA_BROKERS: brokers.join(','),
      ...more,
    };
    for (const [name, service] of instances) {
      const port = name === 'connector-1' ? callbackPort : await freePort();
      const instance = new ServiceProcess(['serve', service], `${service} is running at`, {
        ...environment,
        CAUCE_HTTP_PORT: String(port),
        // Providers call one address; a proxy stands there where connectors are many.
        ...(service === 'connector-efecty' ? { CAUCE_PUBLIC_URL: publicUrl } : {}),
      });
      fleet.instances.set(name, instance);
      fleet.urls.set(name, `http://127.0.0.1:${port}`);
    }
    try {
      const [first, ...others] = [...fleet.instances.values()];
      await first?.start();
      await Promise.all(others.map((one) => one.start()));
    } catch (error) {
      await fleet.stop();
      throw error;
    }
    return fleet;
  }

  of(name: InstanceName): ServiceProcess {
    const instance = this.instances.get(name);
    if (instance === undefined) throw new Error(`there is no ${name}`);
    return instance;
  }

  /** A client of one instance, with the merchant's key or the operator's. */
  api(name: InstanceName, as: 'merchant' | 'operator' = 'merchant'): ApiClient {
    const keys = JSON.parse(readFileSync(join(this.dataDir, 'dev-keys.json'), 'utf8'));
    return new ApiClient(
      this.urls.get(name) ?? '',
      as === 'merchant' ? keys.apiKey : keys.operatorKey,
    );
  }

  /** Every instance that is not running, with what it said last. */
  dead(): string[] {
    return [...this.instances]
      .filter(([, instance]) => !instance.isRunning)
      .map(([name, { log }]) => `${name}: ${log.slice(-2_000)}`);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.instances.values()].map((instance) => instance.kill()));
    await this.stopSandbox();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
