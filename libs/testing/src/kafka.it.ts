import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import {
  KafkaCluster,
  describeWithKafka,
  describeWithKafkaCluster,
  eventually,
  kafkaForTests,
} from './index.js';

const client = (brokers: string[]) =>
  new Kafka({ clientId: 'testing', brokers, logLevel: logLevel.NOTHING, retry: { retries: 12 } });

async function createTopic(kafka: Kafka, replicationFactor = 1): Promise<string> {
  const topic = `t-${randomUUID()}`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic, numPartitions: 1, replicationFactor }],
    waitForLeaders: true,
  });
  await admin.disconnect();
  return topic;
}

async function produce(kafka: Kafka, topic: string, ...values: string[]): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: values.map((value) => ({ key: 'k', value })) });
  await producer.disconnect();
}

/** Reads a topic from its beginning, in a group of its own. */
async function consume(kafka: Kafka, topic: string, count: number): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: `g-${randomUUID()}`, maxWaitTimeInMs: 100 });
  const values: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      values.push(message.value?.toString() ?? '');
    },
  });
  await eventually(() => values.length >= count, { withinMs: 30_000 });
  await consumer.disconnect();
  return values;
}

async function leaderOf(kafka: Kafka, topic: string): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.disconnect();
  return topics[0]?.partitions[0]?.leader ?? -1;
}

describeWithKafka('the Kafka of a test run', () => {
  it('is the same for all who ask, and carries messages', async () => {
    const [first, second] = await Promise.all([kafkaForTests(), kafkaForTests()]);
    expect(first).toEqual(second);
    const kafka = client(first);
    const topic = await createTopic(kafka);
    await produce(kafka, topic, 'one', 'two');
    expect(await consume(kafka, topic, 2)).toEqual(['one', 'two']);
  }, 120_000);

  it('creates no topic by use', async () => {
    const kafka = client(await kafkaForTests());
    const admin = kafka.admin();
    await admin.connect();
    await expect(admin.fetchTopicMetadata({ topics: [`t-${randomUUID()}`] })).rejects.toMatchObject(
      {
        type: 'UNKNOWN_TOPIC_OR_PARTITION',
      },
    );
    await admin.disconnect();
  }, 60_000);
});

describeWithKafkaCluster('a cluster of one', () => {
  it('keeps what it acknowledged through kill -9', async () => {
    await using cluster = await KafkaCluster.start();
    const kafka = client(cluster.bootstrap);
    const topic = await createTopic(kafka);
    await produce(kafka, topic, 'before');
    await cluster.kill(1);
    await cluster.restart(1);
    await produce(kafka, topic, 'after');
    expect(await consume(kafka, topic, 2)).toEqual(['before', 'after']);
  }, 120_000);

  it('answers nothing while it is paused, and everything afterwards', async () => {
    await using cluster = await KafkaCluster.start();
    const kafka = client(cluster.bootstrap);
    const topic = await createTopic(kafka);
    await cluster.pause(1);
    let isSent = false;
    const sending = produce(kafka, topic, 'late').then(() => (isSent = true));
    await expect(eventually(() => isSent, { withinMs: 1_000 })).rejects.toThrow('still false');
    await cluster.resume(1);
    await sending;
    expect(await consume(kafka, topic, 1)).toEqual(['late']);
  }, 120_000);
});

describeWithKafkaCluster('a cluster of three', () => {
  it('moves a leader that dies, and loses nothing', async () => {
    await using cluster = await KafkaCluster.start(3);
    const kafka = client(cluster.bootstrap);
    const topic = await createTopic(kafka, 3);
    await produce(kafka, topic, 'before');
    const leader = await leaderOf(kafka, topic);
    await cluster.kill(leader);
    const next = await eventually(
      async () => {
        const now = await leaderOf(kafka, topic);
        return now > 0 && now !== leader ? now : false;
      },
      { withinMs: 30_000 },
    );
    expect(next).not.toBe(leader);
    await produce(kafka, topic, 'after');
    await cluster.restart(leader);
    expect(await consume(kafka, topic, 2)).toEqual(['before', 'after']);
  }, 180_000);
});
