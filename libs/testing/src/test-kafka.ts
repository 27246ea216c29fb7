import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeUnless } from './describe-unless.js';
import { runPid, startKafka, stopKafka } from './kafka-cluster.js';
import { prepareKafka } from './kafka-tool.js';

const GIVEN = 'CAUCE_KAFKA_BROKERS';

/** Ends the broker of the run, if a suite asked for it. */
export async function stopTestKafka(): Promise<void> {
  await stopKafka(dataDirOfRun());
}

/**
 * The Kafka that all suites of a test run share; the first who asks starts it. Suites name their topics
 * and groups uniquely and create the topics: none appears by use.
 *
 * @returns addresses: those of CAUCE_KAFKA_BROKERS where it is set, else of a single broker of this run
 */
export async function kafkaForTests(): Promise<string[]> {
  const given = process.env[GIVEN];
  if (given !== undefined && given !== '') return given.split(',').map((one) => one.trim());
  return await startKafka(dataDirOfRun(), { brokers: 1, owners: [runPid()] });
}

/** `describe` for suites that use {@link kafkaForTests}; says loudly when this machine cannot run them. */
export function describeWithKafka(name: string, body: () => void): void {
  const isGiven = (process.env[GIVEN] ?? '') !== '';
  describeUnless(isGiven ? null : prepareKafka(), name, body);
}

/** `describe` for suites that use a KafkaCluster of their own, which CAUCE_KAFKA_BROKERS cannot replace. */
export function describeWithKafkaCluster(name: string, body: () => void): void {
  describeUnless(prepareKafka(), name, body);
}

function dataDirOfRun(): string {
  return join(tmpdir(), `cauce-test-kafka-run-${runPid()}`);
}
