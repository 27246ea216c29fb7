import type { WireMessage } from '@cauce/contracts';
import { describeWithKafka, eventually, type TestDatabase } from '@cauce/testing';
import { jest } from '@jest/globals';
import { KafkaWorld } from './fixtures/kafka-world.js';
import {
  apply,
  effectsOn,
  fact,
  gate,
  newKey,
  noteOf,
  onWire,
  openService,
} from './fixtures/message-world.js';
import { PartitionLane } from './partition-lane.js';

jest.setTimeout(120_000);

/** A partition is paused above this many messages in memory. */
const PAUSED_ABOVE = 500;

/** So that a fetch, which is a megabyte at most, has a few hundred messages. */
const PADDING = 'x'.repeat(4_000);

describeWithKafka('a consumer that is slower than its senders', () => {
  let world: KafkaWorld;
  let ledger: TestDatabase;
  /** Sees what comes out of the client, and changes nothing. */
  const arrivals = jest.spyOn(PartitionLane.prototype, 'push');

  beforeAll(async () => {
    world = await KafkaWorld.open();
    ledger = await openService('test-ledger');
  }, 120_000);
  beforeEach(() => arrivals.mockClear());
  afterEach(() => world.closeBuses());
  afterAll(async () => {
    arrivals.mockRestore();
    await ledger?.close();
  });

  const padded = (key: string, note: string): WireMessage => {
    const wire = onWire(fact(key, note));
    return { ...wire, data: { ...(wire.data as object), padding: PADDING } };
  };

  const numbered = (length: number) => Array.from({ length }, (_, index) => String(index));

  /** Sizes of the fetches that a partition has had. */
  const fetchesOf = (partition: number) =>
    arrivals.mock.calls.flatMap(([messages], call) => {
      const lane = arrivals.mock.contexts[call] as PartitionLane | undefined;
      return lane?.stream.partition === partition ? [messages.length] : [];
    });
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

  it('keeps little of a log in memory, and still applies all of it in order', async () => {
    const topic = await world.newTopic(2);
    const [held, running] = [gate(), gate()];
    const key = newKey();
    const notes = numbered(2_000);
    const sender = await world.send();
    await Promise.all(
      notes.map((note) => sender.publish(topic, padded(key, note), { partition: 0 })),
    );
    const { measured } = await world.read({
      database: ledger,
      topic,
      handle: async (message, context) => {
        if (noteOf(message) === '0') {
          running.open();
          await held.opened;
        }
        await apply(message, context);
      },
    });
    await running.opened;
    await eventually(() => expect(sum(fetchesOf(0))).toBeGreaterThan(PAUSED_ABOVE));
    // The same broker is asked for the other partition meanwhile: each answer was a chance to be given more.
    for (const note of ['one', 'two', 'three', 'four', 'five']) {
      const other = newKey();
      await sender.publish(topic, onWire(fact(other, note)), { partition: 1 });
      await eventually(async () => expect(await effectsOn(ledger.reads, other)).toEqual([note]));
    }
    const sizes = fetchesOf(0);
    expect(sum(sizes)).toBeLessThanOrEqual(PAUSED_ABOVE + Math.max(...sizes));
    expect(sum(sizes)).toBeLessThan(notes.length);
    held.open();
    await eventually(
      async () => {
        const effects = await effectsOn(ledger.reads, key);
        expect(effects.length).toBe(notes.length);
        expect(effects).toEqual(notes);
      },
      { withinMs: 60_000 },
    );
    expect(sum(fetchesOf(0))).toBe(notes.length);
    expect(await measured('cauce_inbox_duplicates_total{')).toBe(0);
  });

  it('never has more of a partition in memory than a fetch above its bound', async () => {
    const topic = await world.newTopic(1);
    const key = newKey();
    const notes = numbered(2_000);
    const sender = await world.send();
    await Promise.all(notes.map((note) => sender.publish(topic, padded(key, note))));
    let handled = 0;
    let mostWaiting = 0;
    await world.read({
      database: ledger,
      topic,
      handle: async (message, context) => {
        mostWaiting = Math.max(mostWaiting, sum(fetchesOf(0)) - handled);
        await apply(message, context);
        handled += 1;
      },
    });
    await eventually(
      async () => expect((await effectsOn(ledger.reads, key)).length).toBe(notes.length),
      { withinMs: 60_000 },
    );
    expect(mostWaiting).toBeGreaterThan(0);
    expect(mostWaiting).toBeLessThanOrEqual(PAUSED_ABOVE + Math.max(...fetchesOf(0)));
    expect(await effectsOn(ledger.reads, key)).toEqual(notes);
  });
});
