import { randomBytes } from 'node:crypto';
import { plannedTopics, type PlannedTopic } from '@cauce/contracts';
import { describeWithKafka, kafkaForTests, silentLogger } from '@cauce/testing';
import { jest } from '@jest/globals';
import kafkajs, { type Admin } from 'kafkajs';
import { createTopics } from './create-topics.js';
import { applyTopics, checkTopics, kafkaClient, type KafkaAddress } from './index.js';

jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const { TOPIC } = kafkajs.ConfigResourceTypes;

describeWithKafka('the topics of an installation', () => {
  const logger = silentLogger();
  let admin: Admin;
  let address: KafkaAddress;

  beforeAll(async () => {
    admin = kafkaClient({ brokers: await kafkaForTests(), clientId: 'test' }, logger).admin();
    await admin.connect();
  }, 120_000);
  beforeEach(async () => {
    const prefix = `test-${randomBytes(6).toString('hex')}.`;
    address = { brokers: await kafkaForTests(), clientId: 'test', prefix };
  });
  afterAll(() => admin?.disconnect());

  const onBroker = (topic: string) => `${address.prefix}${topic}`;
  const check = (plan: readonly PlannedTopic[]) => checkTopics(address, plan, logger);
  const mend = (plan: readonly PlannedTopic[]) => applyTopics(address, plan, logger);

  const make = (topic: string, numPartitions: number, settings: Record<string, string> = {}) =>
    createTopics(admin, [
      {
        topic: onBroker(topic),
        numPartitions,
        configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
      },
    ]);

  async function settingsOf(topic: string): Promise<Record<string, string>> {
    const resources = [{ type: TOPIC, name: onBroker(topic) }];
    const found = await admin.describeConfigs({ includeSynonyms: false, resources });
    const entries = found.resources[0]?.configEntries ?? [];
    return Object.fromEntries(entries.map((one) => [one.configName, one.configValue]));
  }

  async function partitionsOf(topic: string): Promise<number | undefined> {
    const { topics } = await admin.fetchTopicMetadata({ topics: [onBroker(topic)] });
    return topics[0]?.partitions.length;
  }

  const asPlanned = {
    'min.insync.replicas': '1',
    'unclean.leader.election.enable': 'false',
  };
  const FACTS: PlannedTopic = { topic: 'facts', partitions: 3, retentionDays: 7 };
  const ROUTES: PlannedTopic = { topic: 'routes', partitions: 1, retentionDays: null };

  it('are missing from a new broker, and all there after one turn', async () => {
    expect(await check([FACTS, ROUTES])).toEqual([
      { topic: 'facts', what: 'topic', planned: '3 partitions', found: null },
      { topic: 'routes', what: 'topic', planned: '1 partitions', found: null },
    ]);
    expect(await mend([FACTS, ROUTES])).toHaveLength(2);
    expect(await check([FACTS, ROUTES])).toEqual([]);
    expect(await partitionsOf('facts')).toBe(3);
    expect(await settingsOf('facts')).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': String(7 * DAY_MS),
      ...asPlanned,
    });
    expect(await settingsOf('routes')).toMatchObject({ 'cleanup.policy': 'compact', ...asPlanned });
  });

  it('are not changed by a second turn', async () => {
    await mend([FACTS, ROUTES]);
    const before = await settingsOf('facts');
    expect(await mend([FACTS, ROUTES])).toEqual([]);
    expect(await settingsOf('facts')).toEqual(before);
    expect(await partitionsOf('facts')).toBe(3);
  });

  it('are found to have too few partitions, and get the others', async () => {
    await mend([{ ...FACTS, partitions: 1 }]);
    const short = [{ topic: 'facts', what: 'partitions', planned: '3', found: '1' }];
    expect(await check([FACTS])).toEqual(short);
    expect(await mend([FACTS])).toEqual(short);
    expect(await partitionsOf('facts')).toBe(3);
    expect(await check([FACTS])).toEqual([]);
  });

  it('may have more partitions than planned, and keep them', async () => {
    await mend([{ ...FACTS, partitions: 6 }]);
    expect(await check([FACTS])).toEqual([]);
    await mend([{ ...FACTS, retentionDays: 8 }]);
    expect(await partitionsOf('facts')).toBe(6);
  });

  it.each<[string, Record<string, string>, string, string, string]>([
    ['retention', { 'retention.ms': '1000' }, 'retention.ms', String(7 * DAY_MS), '1000'],
    ['clean-up', { 'cleanup.policy': 'compact' }, 'cleanup.policy', 'delete', 'compact'],
    [
      'choice of leaders',
      { 'unclean.leader.election.enable': 'true' },
      'unclean.leader.election.enable',
      'false',
      'true',
    ],
    ['replicas in sync', { 'min.insync.replicas': '2' }, 'min.insync.replicas', '1', '2'],
  ])('are found with another %s, and mended', async (_, settings, what, planned, found) => {
    await make('facts', 3, { 'retention.ms': String(7 * DAY_MS), ...asPlanned, ...settings });
    expect(await check([FACTS])).toEqual([{ topic: 'facts', what, planned, found }]);
    await mend([FACTS]);
    expect(await settingsOf('facts')).toMatchObject({ [what]: planned });
    expect(await check([FACTS])).toEqual([]);
  });

  it('keep the settings that the plan says nothing of', async () => {
    await make('facts', 3, { 'retention.ms': '1000', 'max.message.bytes': '2000000' });
    await mend([FACTS]);
    expect(await settingsOf('facts')).toMatchObject({
      'retention.ms': String(7 * DAY_MS),
      'max.message.bytes': '2000000',
    });
  });

  it('are left alone where the plan does not name them', async () => {
    await make('foreign', 1, { 'retention.ms': '1000' });
    await mend([FACTS]);
    expect(await settingsOf('foreign')).toMatchObject({ 'retention.ms': '1000' });
    expect(await check([FACTS])).toEqual([]);
  });

  it('are those of one installation: another one’s are not theirs', async () => {
    await mend([FACTS]);
    const other = { ...address, prefix: `${address.prefix}other.` };
    expect(await checkTopics(other, [FACTS], logger)).toMatchObject([{ found: null }]);
    const names = await admin.listTopics();
    expect(names.filter((name) => name.startsWith(address.prefix ?? ''))).toEqual([
      onBroker('facts'),
    ]);
  });

  it('can be the whole plan, dead letters included', async () => {
    const plan = plannedTopics(['efecty']).map((one) => ({ ...one, partitions: 1 }));
    expect(await mend(plan)).toHaveLength(plan.length);
    expect(await check(plan)).toEqual([]);
    const names = await admin.listTopics();
    expect(names).toContain(onBroker('cauce.connector.commands.efecty.dlq'));
  });
});
