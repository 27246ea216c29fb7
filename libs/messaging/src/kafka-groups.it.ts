import { describeWithKafka, eventually, type TestDatabase } from '@cauce/testing';
import { jest } from '@jest/globals';
import { KafkaWorld } from './fixtures/kafka-world.js';
import {
  apply,
  chapter,
  effectsOn,
  fact,
  gate,
  newKey,
  noteOf,
  onWire,
  openService,
  STORY,
} from './fixtures/message-world.js';
import type { KafkaBus, Subscription } from './index.js';

jest.setTimeout(120_000);

const LEDGER = 'test-ledger';
const PARTITIONS = 6;

/** A rebalance waits for the members that are there to come back. */
const REBALANCED = { withinMs: 30_000 };

describeWithKafka('the members of a consumer group', () => {
  let world: KafkaWorld;
  let ledger: TestDatabase;
  let topic: string;

  beforeAll(async () => {
    world = await KafkaWorld.open();
    ledger = await openService(LEDGER);
  }, 120_000);
  beforeEach(async () => {
    topic = await world.newTopic(PARTITIONS);
  });
  afterEach(() => world.closeBuses());
  afterAll(() => ledger?.close());

  /** A process of the service, with connections of its own. */
  const join = (handle: Subscription['handle'] = apply, on = topic) =>
    world.read({ database: ledger, topic: on, group: `${LEDGER}.${topic}`, handle });

  const ownedBy = (bus: KafkaBus) => bus.ownedPartitions(topic, `${LEDGER}.${topic}`);

  const share = (...buses: readonly KafkaBus[]) =>
    eventually(() => {
      const owned = buses.map((bus) => ownedBy(bus).length);
      expect(Math.max(...owned) - Math.min(...owned)).toBeLessThanOrEqual(1);
      expect(buses.flatMap((bus) => [...ownedBy(bus)]).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    }, REBALANCED);

  const keysOf = (count: number) => Array.from({ length: count }, newKey);
  const numbered = (length: number) => Array.from({ length }, (_, index) => String(index));

  async function countEffects(keys: readonly string[]): Promise<number> {
    const [row] = await ledger.reads.query<{ count: number }>(
      'select count(*)::int as count from effect where key = any($1)',
      [keys],
    );
    return row?.count ?? 0;
  }

  it('share the partitions, and one takes over from one that stops', async () => {
    const [first, second] = [await join(), await join()];
    await share(first.bus, second.bus);
    const sender = await world.send();
    const keys = keysOf(30);
    const publish = (note: string) =>
      Promise.all(keys.map((key) => sender.publish(topic, onWire(fact(key, note)))));
    await publish('0');
    await second.bus.stop();
    await publish('1');
    await share(first.bus);
    await publish('2');
    await eventually(async () => expect(await countEffects(keys)).toBe(90), REBALANCED);
    for (const key of keys) expect(await effectsOn(ledger.reads, key)).toEqual(numbered(3));
    expect(ownedBy(second.bus)).toEqual([]);
    for (const { measured } of [first, second]) {
      expect(await measured('cauce_inbox_duplicates_total{')).toBe(0);
    }
  });

  it('lose and double nothing while a third joins and the first leaves under load', async () => {
    const [first, second] = [await join(), await join()];
    const sender = await world.send();
    const keys = keysOf(20);
    const notes = numbered(60);
    const third = gate();
    const sending = (async () => {
      for (const note of notes) {
        await Promise.all(keys.map((key) => sender.publish(topic, onWire(fact(key, note)))));
        if (note === '5') third.open();
      }
    })();
    await third.opened;
    const last = await join();
    await share(first.bus, second.bus, last.bus);
    await first.bus.stop();
    await sending;
    await share(second.bus, last.bus);
    await eventually(
      async () => expect(await countEffects(keys)).toBe(keys.length * notes.length),
      REBALANCED,
    );
    for (const key of keys) expect(await effectsOn(ledger.reads, key)).toEqual(notes);
  });

  it('tell a story in its order while its partition changes hands', async () => {
    const first = await join(apply, STORY);
    const sender = await world.send();
    const keys = keysOf(10);
    const places = Array.from({ length: 40 }, (_, index) => index + 1);
    const second = gate();
    const sending = (async () => {
      for (const place of places) {
        await Promise.all(keys.map((key) => sender.publish(STORY, onWire(chapter(key, place)))));
        if (place === 5) second.open();
      }
    })();
    await second.opened;
    await join(apply, STORY);
    await sending;
    await first.bus.stop();
    await eventually(
      async () => expect(await countEffects(keys)).toBe(keys.length * places.length),
      REBALANCED,
    );
    for (const key of keys) expect(await effectsOn(ledger.reads, key)).toEqual(places.map(String));
  });

  it('apply once what two of them have in hand, as when one is taken for dead', async () => {
    const [held, running] = [gate(), gate()];
    const handle: Subscription['handle'] = async (message, context) => {
      if (noteOf(message) === 'held') {
        running.open();
        await held.opened;
      }
      await apply(message, context);
    };
    const first = await join(handle);
    const sender = await world.send();
    const key = newKey();
    await sender.publish(topic, onWire(fact(key, 'held')));
    await running.opened;
    const second = await join();
    await share(first.bus, second.bus);
    const others = keysOf(20);
    await Promise.all(others.map((one) => sender.publish(topic, onWire(fact(one, 'other')))));
    held.open();
    await eventually(async () => expect(await countEffects(others)).toBe(20), REBALANCED);
    await eventually(async () => expect(await effectsOn(ledger.reads, key)).toEqual(['held']));
  });

  it('are not held up in other partitions by a handler that hangs in one', async () => {
    const [held, running] = [gate(), gate()];
    const { bus } = await join(async (message, context) => {
      if (noteOf(message) === 'held') {
        running.open();
        await held.opened;
      }
      await apply(message, context);
    });
    const key = newKey();
    await bus.publish(topic, onWire(fact(key, 'held')), { partition: 3 });
    await running.opened;
    const others = keysOf(60);
    const elsewhere = others.map((one, index) =>
      bus.publish(topic, onWire(fact(one, 'quick')), {
        partition: [0, 1, 2, 4, 5][index % 5] ?? 0,
      }),
    );
    await Promise.all(elsewhere);
    await eventually(async () => expect(await countEffects(others)).toBe(60));
    expect(await effectsOn(ledger.reads, key)).toEqual([]);
    expect(ownedBy(bus)).toHaveLength(PARTITIONS);
    held.open();
    await eventually(async () => expect(await effectsOn(ledger.reads, key)).toEqual(['held']));
  });

  it('say how far they are behind, and no more than that when they have caught up', async () => {
    const [held, running] = [gate(), gate()];
    const { bus, measured } = await join(async (message, context) => {
      running.open();
      await held.opened;
      await apply(message, context);
    });
    const key = newKey();
    const notes = numbered(40);
    const sender = await world.send();
    await Promise.all(notes.map((note) => sender.publish(topic, onWire(fact(key, note)))));
    await running.opened;
    await eventually(async () => expect(await measured('cauce_consumer_lag_messages{')).toBe(40));
    await expect(bus.assertMember()).resolves.toBeUndefined();
    held.open();
    await eventually(async () => expect(await effectsOn(ledger.reads, key)).toEqual(notes));
    await eventually(async () => expect(await measured('cauce_consumer_lag_messages{')).toBe(0));
  });
});
