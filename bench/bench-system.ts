import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOPICS } from '@cauce/contracts';
import { EmbeddedPostgres } from '@cauce/database';
import { createLogger } from '@cauce/observability';
import { freePort } from '@cauce/testing';
import { BenchProcesses } from './bench-processes.ts';
import { localKafka } from './local-kafka.ts';

/** What a benchmark talks to: Cauce, its sandbox and the reference, each in processes of their own. */
export interface BenchSystem {
  readonly apiUrl: string;
  readonly ledgerUrl: string;
  readonly sandboxUrl: string;
  readonly referenceUrl: string;
  readonly apiKey: string;
  readonly operatorKey: string;
  /** Processes by name. */
  readonly pids: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** What of Cauce is started: all services in one process, or each in its own over Kafka. */
export type Topology = 'one-process' | 'over-kafka';

/** What is other than in most benchmarks. */
interface Extra {
  /** Configuration of Cauce and its sandbox. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Name of a bare kafkajs consumer that waits for messages. */
  readonly withIdleConsumer?: string;
}

const CAUCE = 'apps/cauce/dist/main.js';

const EPAYCO = {
  CAUCE_EPAYCO_PUBLIC_KEY: '0d6a1c1f5e3b4a6f9c8d7e6f5a4b3c2d',
  CAUCE_EPAYCO_PRIVATE_KEY: '268c8e0162990cf2ce97fa7ade2eff5a',
  CAUCE_EPAYCO_CUSTOMER_ID: '12345',
  CAUCE_EPAYCO_P_KEY: '7f6e5d4c3b2a19080f1e2d3c4b5a6978',
};

/** Services beside the first router, which makes topics and keys that they find. */
const OTHERS = ['ledger', 'reconciliation', 'connector-efecty'] as const;

/** Starts everything on free ports and a PostgreSQL with its default durability. */
export async function startBenchSystem(
  topology: Topology,
  extra: Extra = {},
): Promise<BenchSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cauce-bench-'));
  const closers = [async () => rmSync(dataDir, { recursive: true, force: true })];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  process.once('SIGINT', () => void stop().then(() => process.exit(130)));
  try {
    const logger = createLogger({ service: 'bench', level: 'error' });
    const postgres = await EmbeddedPostgres.start({ dataDir: join(dataDir, 'postgres'), logger });
    closers.push(() => postgres.stop());
    const processes = new BenchProcesses();
    closers.push(() => processes.stop());
    const [sandbox, reference] = [await freePort(), await freePort()];
    const sandboxUrl = `http://127.0.0.1:${sandbox}`;
    const environment = {
      ...EPAYCO,
      CAUCE_EFECTY_PROTOCOLS: 'epayco',
      CAUCE_DATABASE_URL: postgres.url,
      CAUCE_DEVELOPMENT: 'true',
      CAUCE_SANDBOX_URL: sandboxUrl,
      CAUCE_SANDBOX_PORT: String(sandbox),
      CAUCE_DATA_DIR: dataDir,
      CAUCE_LOG_LEVEL: 'error',
      ...extra.variables,
    };
    const referenceUrl = `http://127.0.0.1:${reference}`;
    await processes.start('sandbox', [CAUCE, 'serve', 'sandbox'], environment, {
      url: `${sandboxUrl}/sandbox/journal`,
    });
    const insert = ['bench/reference-server.ts', String(reference)];
    await processes.start('reference', insert, environment, { url: `${referenceUrl}/` });
    const urls =
      topology === 'one-process'
        ? await startAll(processes, environment)
        : await startApart(processes, environment, closers, extra);
    const keys = JSON.parse(readFileSync(join(dataDir, 'dev-keys.json'), 'utf8')) as {
      apiKey: string;
      operatorKey: string;
    };
    return { ...urls, sandboxUrl, referenceUrl, ...keys, pids: processes.pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(processes: BenchProcesses, environment: Record<string, string>) {
  const apiUrl = await serve(processes, 'cauce', ['start'], environment);
  return { apiUrl, ledgerUrl: apiUrl };
}

async function startApart(
  processes: BenchProcesses,
  environment: Record<string, string>,
  closers: (() => Promise<void>)[],
  { withIdleConsumer }: Extra,
) {
  const kafka = await localKafka();
  closers.splice(1, 0, () => kafka.stop());
  const apart = { ...environment, CAUCE_KAFKA_BROKERS: kafka.brokers.join(',') };
  const apiUrl = await serve(processes, 'router', ['serve', 'router'], apart);
  const others = OTHERS.map((name) => serve(processes, name, ['serve', name], apart));
  const [ledgerUrl = ''] = await Promise.all(others);
  await serve(processes, 'router-2', ['serve', 'router'], apart);
  if (withIdleConsumer !== undefined) {
    const port = await freePort();
    const args = [String(port), kafka.brokers.join(','), TOPICS.connectorFacts];
    await processes.start(withIdleConsumer, ['bench/idle-consumer.ts', ...args], apart, {
      url: `http://127.0.0.1:${port}/`,
    });
  }
  return { apiUrl, ledgerUrl };
}

/** @returns where it answers */
async function serve(
  processes: BenchProcesses,
  name: string,
  command: readonly string[],
  environment: Record<string, string>,
): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await processes.start(
    name,
    [CAUCE, ...command],
    { ...environment, CAUCE_HTTP_PORT: String(port), CAUCE_PUBLIC_URL: url },
    { url: `${url}/readyz` },
  );
  return url;
}
