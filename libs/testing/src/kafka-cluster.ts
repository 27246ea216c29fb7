import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runKafkaTool } from './kafka-tool.js';

/** Process of the test run, for its workers: what they start ends with it. */
const RUN = 'CAUCE_TEST_RUN_PID';

/**
 * Brokers of a test's own, to be killed and paused. They end with the process that started them and with
 * the test run, however those end: a worker outlives an interrupted Jest for a while. Brokers are numbered from 1.
 */
export class KafkaCluster implements AsyncDisposable {
  private constructor(
    private readonly dataDir: string,
    /** Addresses, broker 1 first. */
    readonly bootstrap: string[],
  ) {}

  /** @returns a cluster that serves, on free ports */
  static async start(brokers: 1 | 3 = 1): Promise<KafkaCluster> {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-test-kafka-'));
    try {
      const bootstrap = await startKafka(dataDir, { brokers, owners: [process.pid, runPid()] });
      return new KafkaCluster(dataDir, bootstrap);
    } catch (error) {
      await stopKafka(dataDir);
      throw error;
    }
  }

  /** Ends brokers without a word, all at the same moment; returns when they are gone. */
  async kill(...nodes: number[]): Promise<void> {
    await this.on('kill', nodes);
  }

  /**
   * Starts brokers on the data and the ports that they had, after ending those that run. Returns when they
   * serve: for a killed one after about 4 s, since its old session must run out first.
   */
  async restart(...nodes: number[]): Promise<void> {
    await this.on('restart', nodes);
  }

  /** Freezes brokers: they keep their connections and answer nothing, as in a network partition. */
  async pause(...nodes: number[]): Promise<void> {
    await this.on('pause', nodes);
  }

  async resume(...nodes: number[]): Promise<void> {
    await this.on('resume', nodes);
  }

  /** Ends all brokers and removes their data. */
  async stop(): Promise<void> {
    await stopKafka(this.dataDir);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private async on(command: string, nodes: readonly number[]): Promise<void> {
    await runKafkaTool(command, ...nodes.map(String), '--data', this.dataDir);
  }
}

/**
 * Starts the cluster of a folder, or finds that it runs already; side by side, from any process.
 *
 * @returns its addresses
 */
export async function startKafka(
  dataDir: string,
  options: { brokers: 1 | 3; owners: readonly number[] },
): Promise<string[]> {
  const facts = await runKafkaTool(
    'start',
    ...['--data', dataDir],
    ...['--brokers', String(options.brokers)],
    ...['--port', '0'],
    ...options.owners.flatMap((pid) => ['--owner', String(pid)]),
  );
  return (facts as { bootstrap: string }).bootstrap.split(',');
}

/** Ends the cluster of a folder, if there is one, and removes the folder. */
export async function stopKafka(dataDir: string): Promise<void> {
  await runKafkaTool('stop', '--data', dataDir, '--now', '--remove');
}

/** Marks this process as the test run, for its workers. Starts nothing. */
export function allowTestKafka(): void {
  process.env[RUN] = String(process.pid);
}

/** @returns the process of the test run, which is this one unless it is a worker's */
export function runPid(): number {
  return Number(process.env[RUN] ?? process.pid);
}
