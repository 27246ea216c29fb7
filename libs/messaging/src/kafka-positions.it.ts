import { describeWithKafka, eventually, type TestDatabase } from '@cauce/testing';
import { jest } from '@jest/globals';
import { KafkaWorld } from './fixtures/kafka-world.js';
import { effectsOn, fact, newKey, onWire, openService } from './fixtures/message-world.js';

jest.setTimeout(60_000);

const LEDGER = 'test-ledger';

/** More than a partition keeps in memory before it is paused, and few enough for one fetch. */
const MORE_THAN_A_LANE_HOLDS = 700;

describeWithKafka('where a consumer goes on', () => {
  let world: KafkaWorld;
  let ledger: TestDatabase;
  let topic: string;
  let key: string;

  beforeAll(async () => {
    world = await KafkaWorld.open();
    ledger = await openService(LEDGER);
  }, 120_000);
  beforeEach(async () => {
    topic = await world.newTopic();
    key = newKey();
  });
  afterEach(() => world.closeBuses());
  afterAll(() => ledger?.close());

  const notes = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => String(from + index));

  /** Writes messages with the given numbers, the first at offset `from` of a new topic. */
  const write = (from: number, to: number) =>
    world.produce(
      topic,
      notes(from, to).map((note) => ({ key, value: JSON.stringify(onWire(fact(key, note))) })),
    );

  const hasEffects = (expected: readonly string[]) =>
    eventually(
      async () => {
        const found = await effectsOn(ledger.reads, key);
        expect(found.length).toBeGreaterThanOrEqual(expected.length);
        expect(found).toEqual(expected);
      },
      { withinMs: 20_000 },
    );

  const position = async () => {
    const rows = await ledger.reads.query<{ next: string }>(
      `select next_offset::text as next from consumer_position
       where consumer = $1 and topic = $2 and partition = 0`,
      [LEDGER, topic],
    );
    return rows[0]?.next ?? null;
  };

  const open = () => world.read({ database: ledger, topic });

  /** What the broker thinks: nothing of ours goes by it. */
  const tellBroker = (offset: string) =>
    world.withAdmin((admin) =>
      admin.setOffsets({
        groupId: world.onBroker(LEDGER),
        topic: world.onBroker(topic),
        partitions: [{ partition: 0, offset }],
      }),
    );

  const toldBroker = () =>
    world.withAdmin(async (admin) => {
      const groupId = world.onBroker(LEDGER);
      const found = await admin.fetchOffsets({ groupId, topics: [world.onBroker(topic)] });
      return found[0]?.partitions[0]?.offset;
    });

  it('is written in the transaction of the effect', async () => {
    await open();
    await write(0, 1);
    await hasEffects(['0']);
    const rows = await ledger.reads.query(
      `select 1 from consumer_position p join effect e on e.xmin = p.xmin
       where p.topic = $1 and p.next_offset = 1 and e.key = $2`,
      [topic, key],
    );
    expect(rows).toHaveLength(1);
  });

  it('is after the last message when it was stopped, with none applied twice', async () => {
    const first = await open();
    await write(0, 250);
    await hasEffects(notes(0, 250));
    await world.closeBuses();
    expect(await position()).toBe('250');
    expect(await toldBroker()).toBe('250');
    await write(250, 300);
    const second = await open();
    await hasEffects(notes(0, 300));
    for (const { measured } of [first, second]) {
      expect(await measured('cauce_inbox_duplicates_total{')).toBe(0);
    }
  });

  it.each([
    ['its group was set back to the beginning', () => tellBroker('0')],
    [
      'it has forgotten the group',
      () => world.withAdmin((admin) => admin.deleteGroups([world.onBroker(LEDGER)])),
    ],
  ])('is ours when the broker is behind, as %s', async (_, setBack) => {
    await open();
    await write(0, 250);
    await hasEffects(notes(0, 250));
    await world.closeBuses();
    await setBack();
    await write(250, 300);
    const { measured } = await open();
    await hasEffects(notes(0, 300));
    expect(await measured('cauce_inbox_duplicates_total{')).toBe(0);
    expect(await measured('cauce_messages_consumed_total{', 'handled')).toBe(50);
  });

  it('is ours when the broker is behind by more than is kept in memory', async () => {
    await open();
    await write(0, MORE_THAN_A_LANE_HOLDS);
    await hasEffects(notes(0, MORE_THAN_A_LANE_HOLDS));
    await world.closeBuses();
    await tellBroker('0');
    const { measured } = await open();
    await write(MORE_THAN_A_LANE_HOLDS, MORE_THAN_A_LANE_HOLDS + 1);
    await hasEffects(notes(0, MORE_THAN_A_LANE_HOLDS + 1));
    expect(await measured('cauce_inbox_duplicates_total{')).toBe(0);
  });

  /** What a restored backup looks like: nothing that came after it has happened. */
  async function restore(next: number): Promise<void> {
    await ledger.transaction(async (tx) => {
      const late = `select message_id from effect where key = $1 and note::int >= $2`;
      await tx.execute(`delete from inbox where message_id in (${late})`, [key, next]);
      await tx.execute('delete from effect where key = $1 and note::int >= $2', [key, next]);
      await tx.execute('update consumer_position set next_offset = $2 where topic = $1', [
        topic,
        next,
      ]);
    });
  }

  it('goes back with a database that was restored: what came after is applied again', async () => {
    await open();
    await write(0, 50);
    await hasEffects(notes(0, 50));
    await world.closeBuses();
    await restore(20);
    await hasEffects(notes(0, 20));
    await write(50, 60);
    const { measured, log } = await open();
    await hasEffects(notes(0, 60));
    expect(await position()).toBe('60');
    expect(await measured('cauce_inbox_duplicates_total{')).toBe(0);
    expect(log.text()).toContain('the broker is ahead; reading messages again');
  });

  it('goes back with more messages waiting than are kept in memory', async () => {
    await open();
    await write(0, 50);
    await hasEffects(notes(0, 50));
    await world.closeBuses();
    await restore(20);
    await write(50, 50 + MORE_THAN_A_LANE_HOLDS);
    await open();
    await hasEffects(notes(0, 50 + MORE_THAN_A_LANE_HOLDS));
  });

  it('goes back alone: with its claims in place, no effect happens again', async () => {
    await open();
    await write(0, 50);
    await hasEffects(notes(0, 50));
    await world.closeBuses();
    await ledger.reads.execute('update consumer_position set next_offset = 20 where topic = $1', [
      topic,
    ]);
    await write(50, 60);
    const { measured } = await open();
    await hasEffects(notes(0, 60));
    expect(await measured('cauce_inbox_duplicates_total{')).toBe(30);
  });

  it('is where the log begins when the broker has deleted what comes next', async () => {
    await open();
    await write(0, 10);
    await hasEffects(notes(0, 10));
    await world.closeBuses();
    await write(10, 30);
    const name = world.onBroker(topic);
    await world.withAdmin(async (admin) => {
      // The client forgets to ask who leads the topic that it deletes from.
      await admin.fetchTopicOffsets(name);
      await admin.deleteTopicRecords({ topic: name, partitions: [{ partition: 0, offset: '20' }] });
    });
    await open();
    await hasEffects([...notes(0, 10), ...notes(20, 30)]);
    await write(30, 31);
    await hasEffects([...notes(0, 10), ...notes(20, 31)]);
    expect(await position()).toBe('31');
  });

  it('is the beginning of a log that was deleted and is shorter now', async () => {
    await open();
    await write(0, 50);
    await hasEffects(notes(0, 50));
    await world.closeBuses();
    const name = world.onBroker(topic);
    await world.withAdmin((admin) => admin.deleteTopics({ topics: [name] }));
    await eventually(async () =>
      expect(await world.withAdmin((admin) => admin.listTopics())).not.toContain(name),
    );
    await world.createTopics([topic], 1);
    await write(50, 53);
    const { log } = await open();
    await hasEffects(notes(0, 53));
    expect(await position()).toBe('3');
    expect(log.text()).toContain('the log is shorter than it was');
    await write(53, 55);
    await hasEffects(notes(0, 55));
  });

  it('is not moved by a chunk that rolled back', async () => {
    let tries = 0;
    const { measured } = await world.read({
      database: ledger,
      topic,
      handle: async () => {
        tries += 1;
        throw Object.assign(new Error('serialize'), { code: '40001' });
      },
    });
    await write(0, 3);
    await eventually(() => expect(tries).toBeGreaterThan(3));
    expect(await position()).toBeNull();
    expect(await measured('cauce_consumer_lag_messages{')).toBe(3);
    await world.closeBuses();
    await open();
    await hasEffects(notes(0, 3));
    expect(await position()).toBe('3');
  });
});
