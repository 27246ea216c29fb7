/**
 * How fast messages have their effect over each adapter of the bus, as a ratio to bare kafkajs without a
 * database, measured in the same run on the same broker.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { plannedTopics } from '@cauce/contracts';
import { EmbeddedPostgres } from '@cauce/database';
import { applyTopics } from '@cauce/messaging';
import { createLogger } from '@cauce/observability';
import { bareKafka, busWorld, type Subject } from './bus-subjects.ts';
import { localKafka } from './local-kafka.ts';
import { openLoop, saturate, type LoadResult } from './open-loop.ts';
import { median, progress, report } from './report.ts';

const HELP = `Usage: npm run build && npx node bench/bus.ts [--seconds 5] [--rounds 3]

Messages a second and milliseconds until the effect of each is committed, for both adapters of the bus, straight
and through an outbox; ratios are to bare kafkajs without a database. Everything but the broker and the
database is in this process. Kafka is that of CAUCE_KAFKA_BROKERS, or one that is started for the run.
`;

const IN_FLIGHT = 128;
const WARM_UP_SECONDS = 2;

/** Share of the slowest one's saturation at which latency is taken: loaded, not drowned. */
const LATENCY_LOAD = 0.5;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
if (values.help === true || !(seconds > 0) || !(rounds >= 1)) {
  process.stdout.write(HELP);
  process.exit(values.help === true ? 0 : 2);
}

const closers: (() => Promise<void>)[] = [];
async function close(): Promise<void> {
  for (const one of closers.splice(0).reverse()) await one();
}
process.once('SIGINT', () => void close().then(() => process.exit(130)));

async function subjects(): Promise<readonly [Subject, ...Subject[]]> {
  const logger = createLogger({ service: 'bench', level: 'error' });
  progress('starting Kafka and PostgreSQL …');
  const kafka = await localKafka();
  closers.push(() => kafka.stop());
  const dataDir = mkdtempSync(join(tmpdir(), 'cauce-bench-'));
  closers.push(async () => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await EmbeddedPostgres.start({ dataDir: join(dataDir, 'postgres'), logger });
  closers.push(() => postgres.stop());
  const prefix = `bench-${randomBytes(4).toString('hex')}.`;
  const address = { brokers: kafka.brokers, prefix, clientId: 'bench-topics' };
  await applyTopics(address, plannedTopics([]), logger);
  const bare = await bareKafka(kafka.brokers, prefix);
  closers.push(() => bare.stop());
  const local = await busWorld('local', postgres.url, null);
  closers.push(() => local.stop());
  const distributed = await busWorld('kafka', postgres.url, { brokers: kafka.brokers, prefix });
  closers.push(() => distributed.stop());
  return [bare, local.published, local.sent, distributed.published, distributed.sent];
}

async function measure(all: readonly [Subject, ...Subject[]]): Promise<void> {
  const full = new Map<Subject, LoadResult[]>(all.map((one) => [one, []]));
  const half = new Map<Subject, LoadResult[]>(all.map((one) => [one, []]));
  for (const one of all) {
    progress(`warming up: ${one.name}`);
    await saturate(IN_FLIGHT, WARM_UP_SECONDS, () => one.deliver());
  }
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}, saturated`);
    for (const one of all) {
      full.get(one)?.push(await saturate(IN_FLIGHT, seconds, () => one.deliver()));
    }
  }
  const slowest = Math.min(...[...full.values()].map((results) => median(results, 'perSecond')));
  const rate = Math.max(1, slowest * LATENCY_LOAD);
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}, at ${rate.toFixed(0)}/s`);
    for (const one of all) half.get(one)?.push(await openLoop(rate, seconds, () => one.deliver()));
  }
  const [reference] = all;
  const print = (title: string, results: Map<Subject, LoadResult[]>) => {
    console.log(`\n${title}`);
    for (const [one, own] of results) report(one.name, own, results.get(reference) ?? []);
  };
  print(`Saturated, ${IN_FLIGHT} in flight, ${rounds} rounds of ${seconds} s, medians`, full);
  print(`Open loop at ${rate.toFixed(0)}/s, from the intended start`, half);
}

try {
  await measure(await subjects());
} finally {
  await close();
}
