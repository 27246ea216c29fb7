import { setTimeout as delay } from 'node:timers/promises';
import type { PlannedTopic } from '@cauce/contracts';
import type { Logger } from '@cauce/observability';
import kafkajs, { type Admin, type ConfigSource, type ResourceConfigQuery } from 'kafkajs';
import { createTopics } from './create-topics.js';
import { kafkaClient, type KafkaAddress } from './kafka-client.js';
import {
  compare,
  MAX_REPLICAS,
  settingsOf,
  type Found,
  type TopicDifference,
} from './topic-differences.js';

/** How long brokers may take to hear of a change. */
const HEARD_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 100;

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
 * @returns what was different before; brokers tell of nothing different any more
 * @throws Error when they still do after 30 s
 */
export async function applyTopics(
  address: KafkaAddress,
  plan: readonly PlannedTopic[],
  logger: Logger,
): Promise<readonly TopicDifference[]> {
  return withAdmin(address, logger, async (admin) => {
    const { prefix = '' } = address;
    const found = await differences(admin, address, plan);
    const missing = new Set(found.filter((one) => one.found === null).map((one) => one.topic));
    await makeMissing(
      admin,
      prefix,
      plan.filter(({ topic }) => missing.has(topic)),
    );
    for (const one of plan) {
      const own = found.filter(({ topic, found }) => topic === one.topic && found !== null);
      if (own.length > 0) await mend(admin, prefix, one, own);
    }
    if (found.length > 0) await areAsPlanned(admin, address, plan);
    return found;
  });
}

/** The controller takes a change, and brokers hear of it a moment later. */
async function areAsPlanned(
  admin: Admin,
  address: KafkaAddress,
  plan: readonly PlannedTopic[],
): Promise<void> {
  const giveUpAt = performance.now() + HEARD_WITHIN_MS;
  for (;;) {
    const left = await differences(admin, address, plan);
    if (left.length === 0) return;
    if (performance.now() > giveUpAt) {
      const text = left.map(({ topic, what, found }) => `${topic}: ${what} is still ${found}`);
      throw new Error(`the broker did not take what it was told: ${text.join('; ')}`);
    }
    await delay(LOOK_AGAIN_MS);
  }
}

async function makeMissing(
  admin: Admin,
  prefix: string,
  missing: readonly PlannedTopic[],
): Promise<void> {
  if (missing.length === 0) return;
  const replicas = await replicasOf(admin);
  const topics = missing.map((one) => ({
    topic: prefix + one.topic,
    numPartitions: one.partitions,
    replicationFactor: replicas,
    configEntries: entriesOf(settingsOf(one, replicas)),
  }));
  await createTopics(admin, topics);
}

async function mend(
  admin: Admin,
  prefix: string,
  one: PlannedTopic,
  found: readonly TopicDifference[],
): Promise<void> {
  const name = prefix + one.topic;
  if (found.some(({ what }) => what === 'partitions')) {
    await admin.createPartitions({ topicPartitions: [{ topic: name, count: one.partitions }] });
  }
  // What is left out of the request goes back to the broker's default.
  const [there] = await describe(admin, [name]);
  const planned = settingsOf(one, await replicasOf(admin));
  const configEntries = entriesOf(new Map([...(there?.own ?? []), ...planned]));
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  await admin.alterConfigs({ validateOnly: false, resources: [{ type, name, configEntries }] });
}

function entriesOf(settings: ReadonlyMap<string, string>): { name: string; value: string }[] {
  return [...settings].map(([name, value]) => ({ name, value }));
}

async function replicasOf(admin: Admin): Promise<number> {
  const { brokers } = await admin.describeCluster();
  return Math.min(MAX_REPLICAS, brokers.length);
}

async function differences(
  admin: Admin,
  { prefix = '' }: KafkaAddress,
  plan: readonly PlannedTopic[],
): Promise<TopicDifference[]> {
  const replicas = await replicasOf(admin);
  const existing = new Set(await admin.listTopics());
  const names = plan.map((one) => prefix + one.topic).filter((name) => existing.has(name));
  const found = new Map((await describe(admin, names)).map((one) => [one.topic, one]));
  return plan.flatMap((one) => compare(one, found.get(prefix + one.topic), replicas));
}

async function describe(admin: Admin, names: readonly string[]): Promise<readonly Found[]> {
  if (names.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  const resources: ResourceConfigQuery[] = names.map((name) => ({ type, name }));
  const described = await admin.describeConfigs({ includeSynonyms: false, resources });
  return topics.map(({ name, partitions }) => {
    const entries = described.resources.find((one) => one.resourceName === name)?.configEntries;
    const settingsWhere = (isWanted: (source: ConfigSource) => boolean) =>
      new Map(
        (entries ?? [])
          .filter(({ configSource }) => isWanted(configSource))
          .map(({ configName, configValue }) => [configName, configValue]),
      );
    return {
      topic: name,
      partitions: partitions.length,
      settings: settingsWhere(() => true),
      own: settingsWhere((source) => source === kafkajs.ConfigSource.TOPIC_CONFIG),
    };
  });
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
