import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, ITopicConfig } from 'kafkajs';

/** Brokers learn of a new topic one after another. */
const SERVED_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/**
 * Makes topics and waits until the brokers tell of every one and a leader for each partition. The client's
 * own wait ends in an error when it asks a broker that has not heard of the topic yet.
 *
 * @throws Error when that takes longer than 30 s
 */
export async function createTopics(admin: Admin, topics: ITopicConfig[]): Promise<void> {
  await admin.createTopics({ waitForLeaders: false, topics });
  const names = topics.map(({ topic }) => topic);
  const giveUpAt = performance.now() + SERVED_WITHIN_MS;
  while (!(await areServed(admin, names))) {
    if (performance.now() > giveUpAt) {
      throw new Error(`topics were made and are not served yet: ${names.join(', ')}`);
    }
    await delay(LOOK_AGAIN_MS);
  }
}

async function areServed(admin: Admin, names: string[]): Promise<boolean> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: names });
    return topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
  } catch (error) {
    const isEarly = error instanceof Error && 'retriable' in error && error.retriable === true;
    if (isEarly) return false;
    throw error;
  }
}
