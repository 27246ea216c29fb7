import { deadLetterTopic, type AnyMessage } from '@cauce/contracts';
import { describeWithKafka, eventually, type TestDatabase } from '@cauce/testing';
import { jest } from '@jest/globals';
import { KafkaWorld } from './fixtures/kafka-world.js';
import {
  apply,
  countRows,
  effectsOn,
  fact,
  instruments,
  newKey,
  noteOf,
  onWire,
  openService,
} from './fixtures/message-world.js';
import { OutboxRelay, replayDeadLetter, type KafkaBus, type Subscription } from './index.js';

jest.setTimeout(60_000);

const LEDGER = 'test-ledger';

describeWithKafka('a message that cannot be applied, on a log', () => {
  let world: KafkaWorld;
  let ledger: TestDatabase;
  let watcher: TestDatabase;
  const relays: OutboxRelay[] = [];

  beforeAll(async () => {
    world = await KafkaWorld.open();
    ledger = await openService(LEDGER);
    watcher = await openService('test-watcher');
  }, 120_000);
  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.stop();
    await world.closeBuses();
    await ledger.reads.execute('delete from outbox');
  });
  afterAll(async () => {
    for (const database of [ledger, watcher]) await database?.close();
  });

  /** Digests everything but `poison`, unless the test has found a cure. */
  function digesting(cured: { isCured: boolean } = { isCured: false }): Subscription['handle'] {
    return async (message, context) => {
      await apply(message, context);
      if (noteOf(message) === 'poison' && !cured.isCured) throw new Error('cannot be digested');
    };
  }

  const lettersOf = (topic: string) =>
    ledger.reads.query<{ id: string; offset: string; message: unknown }>(
      `select id::text as id, key, message_id, message, reason, attempts, partition,
         log_offset::text as offset
       from dead_letter where topic = $1 order by partition, log_offset`,
      [topic],
    );

  const publishFacts = (bus: KafkaBus, topic: string, key: string, notes: readonly string[]) =>
    Promise.all(notes.map((note) => bus.publish(topic, onWire(fact(key, note)))));

  const numbered = (length: number) => Array.from({ length }, (_, index) => String(index));

  it('is the only one of a thousand without an effect', async () => {
    const topic = await world.newTopic();
    const key = newKey();
    const notes = numbered(1_000).map((note) => (note === '617' ? 'poison' : note));
    const { bus: sender } = await world.read({ database: watcher, group: 'test-sender' });
    await publishFacts(sender, topic, key, notes);
    const { measured } = await world.read({ database: ledger, topic, handle: digesting() });
    await eventually(
      async () =>
        expect(await effectsOn(ledger.reads, key)).toEqual(
          notes.filter((note) => note !== 'poison'),
        ),
      { withinMs: 30_000 },
    );
    expect(await lettersOf(topic)).toMatchObject([
      { key, reason: 'failed', attempts: 5, partition: 0, offset: '617' },
    ]);
    expect(await measured('cauce_dead_letters_total{', 'reason="failed"')).toBe(1);
    expect(await measured('cauce_inbox_duplicates_total{')).toBe(0);
  });

  it.each<[string, Buffer | null, unknown]>([
    ['no JSON', Buffer.from('{"id": "msg_'), '{"id": "msg_'],
    ['no text', Buffer.from([0x00, 0xff, 0x80, 0x22]), '\0\uFFFD\uFFFD"'],
    ['nothing', Buffer.alloc(0), ''],
    ['a tombstone', null, null],
    [
      'JSON of half a character',
      Buffer.from('{"id":"\\ud800","key":"\\u0000"}'),
      expect.anything(),
    ],
  ])('is set aside when it is %s, and those behind it are applied', async (_, value, kept) => {
    const topic = await world.newTopic();
    const key = newKey();
    const good = (note: string) => ({ key, value: JSON.stringify(onWire(fact(key, note))) });
    await world.produce(topic, [good('before'), { key, value }, good('after')]);
    await world.read({ database: ledger, topic });
    await eventually(async () =>
      expect(await effectsOn(ledger.reads, key)).toEqual(['before', 'after']),
    );
    expect(await lettersOf(topic)).toMatchObject([
      { reason: 'malformed', attempts: 1, partition: 0, offset: '1', message: kept },
    ]);
  });

  it('is told of on the topic of dead letters, by the outbox of its consumer', async () => {
    const topic = await world.newTopic(3);
    await world.createTopics([deadLetterTopic(topic)], 1);
    const told: AnyMessage[] = [];
    await world.read({
      database: watcher,
      topic: deadLetterTopic(topic),
      group: 'test-watcher',
      handle: async (message) => void told.push(message),
    });
    const { bus } = await world.read({ database: ledger, topic, handle: digesting() });
    const relay = new OutboxRelay({ database: ledger, bus, logger: instruments().log.logger });
    relays.push(relay);
    await relay.start();

    const poison = fact(newKey(), 'poison');
    await bus.publish(topic, onWire(poison), { partition: 2 });
    await world.produce(topic, [{ value: 'gibberish', partition: 1 }]);
    await eventually(() => expect(told).toHaveLength(2));
    const [failed, malformed] = told.sort((one, other) => one.key.localeCompare(other.key));
    expect(failed).toMatchObject({
      type: 'message.set_aside',
      key: poison.key,
      sequence: null,
      data: {
        consumer: LEDGER,
        topic,
        partition: 2,
        offset: '0',
        messageId: poison.id,
        reason: 'failed',
        attempts: 5,
        error: expect.stringContaining('cannot be digested'),
        message: JSON.stringify(onWire(poison)),
      },
    });
    expect(malformed).toMatchObject({
      data: { topic, partition: 1, offset: '0', reason: 'malformed', message: '"gibberish"' },
    });
    await eventually(async () =>
      expect(await ledger.reads.query('select 1 from outbox')).toEqual([]),
    );
  });

  it('is applied by a replay once its handler has been mended', async () => {
    const topic = await world.newTopic();
    const cure = { isCured: false };
    const handle = digesting(cure);
    const { bus, log } = await world.read({ database: ledger, topic, handle });
    const key = newKey();
    await publishFacts(bus, topic, key, ['poison', 'food']);
    await eventually(async () => expect(await effectsOn(ledger.reads, key)).toEqual(['food']));
    const [letter] = await lettersOf(topic);
    const { subscriptions } = bus;
    const replay = () =>
      replayDeadLetter(ledger, letter?.id ?? '', { subscriptions, logger: log.logger });

    await expect(replay()).rejects.toThrow('cannot be digested');
    expect(await lettersOf(topic)).toMatchObject([{ attempts: 6 }]);
    cure.isCured = true;
    expect(await replay()).toBe('handled');
    expect(await effectsOn(ledger.reads, key)).toEqual(['food', 'poison']);
    expect(await lettersOf(topic)).toEqual([]);

    await bus.publish(topic, letter?.message as Parameters<KafkaBus['publish']>[1]);
    await bus.publish(topic, onWire(fact(key, 'dessert')));
    await eventually(async () =>
      expect(await effectsOn(ledger.reads, key)).toEqual(['food', 'poison', 'dessert']),
    );
  });

  it('is set aside once, however often it comes again', async () => {
    const topic = await world.newTopic();
    const { bus, measured } = await world.read({ database: ledger, topic, handle: digesting() });
    const poison = fact(newKey(), 'poison');
    for (let turn = 0; turn < 10; turn += 1) await bus.publish(topic, onWire(poison));
    await eventually(async () => expect(await measured('cauce_inbox_duplicates_total{')).toBe(9));
    expect(await lettersOf(topic)).toMatchObject([{ offset: '0', attempts: 5 }]);
    expect(await countRows(ledger.reads, 'effect', poison.key)).toBe(0);
  });

  it('leaves a letter for each of a hundred, and the others in order', async () => {
    const topic = await world.newTopic();
    const key = newKey();
    const notes = numbered(400).map((note, place) => (place % 4 === 0 ? 'poison' : note));
    const { bus } = await world.read({ database: ledger, topic, handle: digesting() });
    await publishFacts(bus, topic, key, notes);
    const fed = notes.filter((note) => note !== 'poison');
    await eventually(async () => expect(await effectsOn(ledger.reads, key)).toEqual(fed), {
      withinMs: 30_000,
    });
    expect((await lettersOf(topic)).map(({ offset }) => Number(offset))).toEqual(
      notes.flatMap((note, place) => (note === 'poison' ? [place] : [])),
    );
  });
});
