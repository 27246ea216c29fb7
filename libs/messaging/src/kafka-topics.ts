import type { PlannedTopic } from '@cauce/contracts';
import type { Logger } from '@cauce/observability';
import kafkajs, { type Admin, type ResourceConfigQuery } from 'kafkajs';
import { kafkaClient, type KafkaAddress } from './kafka-client.js';

const DAY_MS = 86_400_000;

/** Three copies where there are three brokers; two must have a message before it counts as sent. */
const MAX_REPLICAS = 3;
const IN_SYNC_OF_THREE = 2;

/** How a topic at the broker differs from the plan. */
export interface TopicDifference {
  readonly topic: string;
  readonly what: string;
  readonly planned: string;
  /** Null when the topic is missing. */
  readonly found: string | null;
}

interface Found {
  readonly topic: string;
  readonly partitions: number;
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * Compares the topics at the broker with a plan.
 *
 * @returns nothing when all are as planned; more partitions than planned are no difference
 */
export async function checkTopics(
  address: KafkaAddress,
  plan: readonly PlannedTopic[],
  logger: Logger,
): Promise<readonly TopicDifference[]> {
  return withAdmin(address, logger, async (admin) => differences(admin, address, plan));
}

/**
 * Makes the topics at the broker as planned. It deletes nothing; added partitions move keys, which
 * consumers of sequenced topics stand.
 *
 * @returns what was different before
 */
export async function applyTopics(
  address: KafkaAddress,
  plan: readonly PlannedTopic[],
  logger: Logger,
): Promise<readonly TopicDifference[]> {
  return withAdmin(address, logger, async (admin) => {
    const found = await differences(admin, address, plan);
    const different = new Set(found.map((one) => one.topic));
    const missing = new Set(found.filter((one) => one.found === null).map((one) => one.topic));
    const { brokers } = await admin.describeCluster();
    const replicas = Math.min(MAX_REPLICAS, brokers.length);
    for (const one of plan.filter(({ topic }) => different.has(topic))) {
      const name = (address.prefix ?? '') + one.topic;
      const configEntries = [...settingsOf(one, replicas)].map(([key, value]) => {
        return { name: key, value };
      });
      if (missing.has(one.topic)) {
        const topic = { topic: name, numPartitions: one.partitions, configEntries };
        await admin.createTopics({
          waitForLeaders: true,
          topics: [{ ...topic, replicationFactor: replicas }],
        });
        continue;
      }
      if (found.some(({ topic, what }) => topic === one.topic && what === 'partitions')) {
        await admin.createPartitions({ topicPartitions: [{ topic: name, count: one.partitions }] });
      }
      const type = kafkajs.ConfigResourceTypes.TOPIC;
      await admin.alterConfigs({ validateOnly: false, resources: [{ type, name, configEntries }] });
    }
    return found;
  });
}

async function differences(
  admin: Admin,
  { prefix = '' }: KafkaAddress,
  plan: readonly PlannedTopic[],
): Promise<TopicDifference[]> {
  const { brokers } = await admin.describeCluster();
  const replicas = Math.min(MAX_REPLICAS, brokers.length);
  const existing = new Set(await admin.listTopics());
  const names = plan.map((one) => prefix + one.topic).filter((name) => existing.has(name));
  const found = new Map((await describe(admin, names)).map((one) => [one.topic, one]));
  return plan.flatMap((one) => compare(one, found.get(prefix + one.topic), replicas));
}

function compare(
  one: PlannedTopic,
  found: Found | undefined,
  replicas: number,
): readonly TopicDifference[] {
  const { topic, partitions } = one;
  if (found === undefined) {
    return [{ topic, what: 'topic', planned: `${partitions} partitions`, found: null }];
  }
  const rows: TopicDifference[] = [];
  if (found.partitions < partitions) {
    const [planned, there] = [String(partitions), String(found.partitions)];
    rows.push({ topic, what: 'partitions', planned, found: there });
  }
  for (const [what, planned] of settingsOf(one, replicas)) {
    const there = found.settings.get(what) ?? '';
    if (there !== planned) rows.push({ topic, what, planned, found: there });
  }
  return rows;
}

function settingsOf(
  { retentionDays }: PlannedTopic,
  replicas: number,
): ReadonlyMap<string, string> {
  return new Map([
    ['cleanup.policy', retentionDays === null ? 'compact' : 'delete'],
    ...(retentionDays === null ? [] : [['retention.ms', String(retentionDays * DAY_MS)] as const]),
    ['min.insync.replicas', String(replicas >= MAX_REPLICAS ? IN_SYNC_OF_THREE : 1)],
    ['unclean.leader.election.enable', 'false'],
  ]);
}

async function describe(admin: Admin, names: readonly string[]): Promise<readonly Found[]> {
  if (names.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  const resources: ResourceConfigQuery[] = names.map((name) => ({ type, name }));
  const described = await admin.describeConfigs({ includeSynonyms: false, resources });
  const settings = new Map(
    described.resources.map((one) => [
      one.resourceName,
      new Map(one.configEntries.map((entry) => [entry.configName, entry.configValue])),
    ]),
  );
  return topics.map(({ name, partitions }) => ({
    topic: name,
    partitions: partitions.length,
    settings: settings.get(name) ?? new Map<string, string>(),
  }));
}

async function withAdmin<T>(
  address: KafkaAddress,
  logger: Logger,
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = kafkaClient(address, logger).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
