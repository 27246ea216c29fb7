import type { WireMessage } from '@cauce/contracts';
import { describeWithKafka, eventually, silentLogger, type TestDatabase } from '@cauce/testing';
import { jest } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import { KafkaWorld, partitionOf } from './fixtures/kafka-world.js';
import {
  chapter,
  effectsOn,
  fact,
  newKey,
  onWire,
  openService,
  STORY,
} from './fixtures/message-world.js';
import { kafkaClient } from './index.js';

jest.setTimeout(120_000);

const LEDGER = 'test-ledger';

/** What lies in a partition, in its order. */
interface Record {
  readonly partition: number;
  readonly message: KafkaMessage;
}

describeWithKafka('the publisher to Kafka', () => {
  let world: KafkaWorld;
  let ledger: TestDatabase;

  beforeAll(async () => {
    world = await KafkaWorld.open();
    ledger = await openService(LEDGER);
  }, 120_000);
  afterEach(() => world.closeBuses());
  afterAll(() => ledger?.close());

  /** Reads a topic from its beginning until it has given so many records. */
  async function recordsOf(topic: string, count: number): Promise<Record[]> {
    const consumer = kafkaClient(world.address, silentLogger()).consumer({
      groupId: world.onBroker(`look-${newKey()}`),
      maxWaitTimeInMs: 100,
    });
    const records: Record[] = [];
    await consumer.connect();
    try {
      await consumer.subscribe({ topics: [world.onBroker(topic)], fromBeginning: true });
      await consumer.run({
        eachMessage: async ({ partition, message }) => void records.push({ partition, message }),
      });
      await eventually(() => records.length >= count, { withinMs: 30_000 });
    } finally {
      await consumer.disconnect();
    }
    return records;
  }

  const wireIn = ({ message }: Record) => JSON.parse(String(message.value)) as WireMessage;
  const noteIn = (record: Record) => (wireIn(record).data as { reference: string }).reference;
  const numbered = (length: number) => Array.from({ length }, (_, index) => String(index));

  const padded = (note: string, padding: string): WireMessage => ({
    ...onWire(fact(newKey(), note)),
    data: { reference: note, padding },
  });

  it('writes the message as JSON under its key, with its type beside it', async () => {
    const topic = await world.newTopic();
    const bus = await world.send();
    const wire = onWire(fact(newKey(), 'año: 3 €'));
    await bus.publish(topic, wire);
    const [record] = await recordsOf(topic, 1);
    expect(record?.message.key?.toString()).toBe(wire.key);
    expect(record?.message.headers?.['type']?.toString()).toBe('connector.fact');
    expect(record && wireIn(record)).toEqual(JSON.parse(JSON.stringify(wire)));
  });

  it('keeps the order of each key under many calls at a time', async () => {
    const topic = await world.newTopic(6);
    const bus = await world.send();
    const keys = Array.from({ length: 20 }, newKey);
    const notes = numbered(100);
    await Promise.all(
      notes.flatMap((note) => keys.map((key) => bus.publish(topic, onWire(fact(key, note))))),
    );
    const records = await recordsOf(topic, keys.length * notes.length);
    expect(records).toHaveLength(keys.length * notes.length);
    for (const key of keys) {
      const own = records.filter((record) => wireIn(record).key === key);
      expect(own.map(noteIn)).toEqual(notes);
      expect(new Set(own.map((record) => record.partition)).size).toBe(1);
    }
  });

  it('puts a message where it is asked to, whatever its key', async () => {
    const topic = await world.newTopic(6);
    const bus = await world.send();
    const key = newKey();
    for (const partition of [5, 0, 3]) {
      await bus.publish(topic, onWire(fact(key, String(partition))), { partition });
    }
    await bus.publish(topic, onWire(fact(key, 'by key')));
    const records = await recordsOf(topic, 4);
    const places = new Map(records.map((record) => [noteIn(record), record.partition]));
    expect(Object.fromEntries(places)).toEqual({ 5: 5, 0: 0, 3: 3, 'by key': partitionOf(key) });
  });

  it('sends more at a time than a broker takes in one request', async () => {
    const topic = await world.newTopic();
    const bus = await world.send();
    // Two bytes a character: a request is measured as the broker measures it.
    const notes = numbered(200);
    const long = 'ñ'.repeat(5_000);
    await Promise.all(notes.map((note) => bus.publish(topic, padded(note, long))));
    const records = await recordsOf(topic, notes.length);
    expect(records.map(noteIn)).toEqual(notes);
  });

  it('fails what a broker never takes, and sends what was called with it when it is called again', async () => {
    const topic = await world.newTopic();
    const bus = await world.send();
    const tooLong = padded('huge', 'x'.repeat(1_200_000));
    const [good, later] = [onWire(fact('good', 'good')), onWire(fact('later', 'later'))];
    const [first] = await Promise.allSettled([
      bus.publish(topic, tooLong),
      bus.publish(topic, good),
    ]);
    expect(first.status).toBe('rejected');
    await expect(bus.publish(topic, tooLong)).rejects.toThrow('larger than the max message size');
    await bus.publish(topic, good);
    await bus.publish(topic, later);
    const records = await recordsOf(topic, 2);
    expect(new Set(records.map(noteIn))).toEqual(new Set(['good', 'later']));
  });

  it('fails a topic that is not there, and holds up no other', async () => {
    const topic = await world.newTopic();
    const bus = await world.send();
    let failures = 0;
    const hopeless = numbered(20).map((note) =>
      bus.publish('test.missing', onWire(fact(newKey(), note))).catch(() => (failures += 1)),
    );
    await Promise.all(numbered(50).map((note) => bus.publish(topic, onWire(fact('key', note)))));
    await bus.publish(topic, onWire(fact('key', 'one more')));
    expect(failures).toBe(0);
    await Promise.all(hopeless);
    expect(failures).toBe(20);
    expect((await recordsOf(topic, 51)).map(noteIn)).toEqual([...numbered(50), 'one more']);
  });

  it('sends to a topic once somebody has made it', async () => {
    const topic = `test.late-${newKey()}`;
    const bus = await world.send();
    await expect(bus.publish(topic, onWire(fact(newKey(), 'early')))).rejects.toThrow();
    await world.createTopics([topic], 1);
    await bus.publish(topic, onWire(fact(newKey(), 'in time')));
    expect((await recordsOf(topic, 1)).map(noteIn)).toEqual(['in time']);
  });

  it('takes nothing before it is started and after it is stopped', async () => {
    const topic = await world.newTopic();
    const bus = world.bus({ logger: silentLogger() });
    const wire = onWire(fact(newKey()));
    await expect(bus.publish(topic, wire)).rejects.toThrow('not running');
    await bus.start();
    const sent = Promise.all(numbered(20).map(() => bus.publish(topic, wire)));
    await bus.stop();
    await sent;
    await expect(bus.publish(topic, wire)).rejects.toThrow('not running');
    expect(await recordsOf(topic, 20)).toHaveLength(20);
  });

  describe('messages that come ten times each, keys mixed', () => {
    /** The same on every run: what differs is the order of the broker's partitions. */
    const shuffled = <T>(list: readonly T[]): T[] =>
      list
        .map((one, index) => ({ one, at: (index * 7_919) % 1_009 }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one);

    it('leave each fact once', async () => {
      const topic = await world.newTopic(6);
      const keys = Array.from({ length: 10 }, newKey);
      const wires = keys.flatMap((key) => numbered(5).map((note) => onWire(fact(key, note))));
      const { bus, measured } = await world.read({ database: ledger, topic });
      const tenTimes = shuffled(Array.from({ length: 10 }, () => wires).flat());
      await Promise.all(tenTimes.map((wire) => bus.publish(topic, wire)));
      await eventually(
        async () => expect(await measured('cauce_inbox_duplicates_total{')).toBe(9 * wires.length),
        { withinMs: 30_000 },
      );
      for (const key of keys) {
        expect((await effectsOn(ledger.reads, key)).sort()).toEqual(numbered(5));
      }
    });

    it('leave each story told once, in its order', async () => {
      const keys = Array.from({ length: 10 }, newKey);
      const sequences = [1, 2, 3, 4, 5, 6];
      const wires = keys.flatMap((key) => sequences.map((place) => onWire(chapter(key, place))));
      const { bus, measured } = await world.read({ database: ledger, topic: STORY });
      const tenTimes = shuffled(Array.from({ length: 10 }, () => wires).flat());
      await Promise.all(tenTimes.map((wire) => bus.publish(STORY, wire)));
      // Parked messages count once more when they are applied, so that only the end can be waited for.
      await eventually(
        async () => {
          expect(await measured('cauce_consumer_lag_messages{')).toBe(0);
          expect(await measured('cauce_messages_consumed_total{', '"handled"')).toBe(wires.length);
        },
        { withinMs: 30_000 },
      );
      for (const key of keys) {
        expect(await effectsOn(ledger.reads, key)).toEqual(sequences.map(String));
      }
      expect(await ledger.reads.query('select 1 from parked_message')).toEqual([]);
    });
  });
});
