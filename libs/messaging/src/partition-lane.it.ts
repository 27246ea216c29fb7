import { eventually, type TestDatabase } from '@cauce/testing';
import { jest } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import {
  apply,
  effectsOn,
  fact,
  FACTS,
  gate,
  instruments,
  newKey,
  noteOf,
  onWire,
  openService,
} from './fixtures/message-world.js';
import type { Subscription } from './index.js';
import { MessageRunner } from './message-runner.js';
import { ParallelLimit } from './parallel-limit.js';
import { PartitionLane } from './partition-lane.js';

const LEDGER = 'test-ledger';

describe('the lane of a partition', () => {
  let ledger: TestDatabase;
  let partition = 0;

  beforeAll(async () => {
    ledger = await openService(LEDGER);
  }, 60_000);
  beforeEach(() => (partition += 1));
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => ledger?.close());

  /** A lane as a group opens it, and what it asks of the broker. */
  function open(handle: Subscription['handle'] = apply) {
    const { log } = instruments();
    const { logger } = log;
    const subscription = { topic: FACTS, group: LEDGER, database: ledger, handle };
    const options = { logger, limit: new ParallelLimit(5), retryFirstMs: 1 };
    const runner = new MessageRunner(subscription, options);
    runner.start();
    const asked: string[] = [];
    const lane = new PartitionLane({
      stream: { consumer: LEDGER, topic: FACTS, partition },
      database: ledger,
      runner,
      logger,
      seek: (offset) => void asked.push(`seek ${offset}`),
      resume: () => void asked.push('resume'),
    });
    return { lane, runner, asked };
  }

  const record = (key: string, offset: number): KafkaMessage => ({
    key: Buffer.from(key),
    value: Buffer.from(JSON.stringify(onWire(fact(key, String(offset))))),
    timestamp: '0',
    attributes: 0,
    offset: String(offset),
    headers: {},
  });

  const records = (key: string, from: number, to: number) =>
    numbers(from, to).map((offset) => record(key, offset));
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => from + index);
  const hasEffects = (key: string, from: number, to: number) =>
    eventually(async () =>
      expect(await effectsOn(ledger.reads, key)).toEqual(numbers(from, to).map(String)),
    );

  it.each(numbers(0, 12))(
    'applies what comes %i turns after the last of its messages',
    async (turns) => {
      const key = newKey();
      const { lane, runner } = open();
      const runBatch = runner.runBatch.bind(runner);
      jest.spyOn(runner, 'runBatch').mockImplementationOnce(async (deliveries) => {
        await runBatch(deliveries);
        void afterTurns(turns, () => lane.push([record(key, 1)], '2'));
      });
      lane.push([record(key, 0)], '1');
      await hasEffects(key, 0, 2);
      await lane.drop();
    },
  );

  it('asks for more once little is left of too much, and not before', async () => {
    const key = newKey();
    const [held, running] = [gate(), gate()];
    const { lane, asked } = open(async (message, context) => {
      if (noteOf(message) === '0') {
        running.open();
        await held.opened;
      }
      await apply(message, context);
    });
    expect(lane.push(records(key, 0, 500), '501')).toBe(false);
    expect(lane.push(records(key, 500, 501), '501')).toBe(true);
    await running.opened;
    expect(asked).toEqual([]);
    expect(lane.lag).toBe(501);
    held.open();
    await hasEffects(key, 0, 501);
    await eventually(() => expect(lane.position).toBe(501n));
    expect(asked).toEqual(['resume']);
    expect(lane.lag).toBe(0);
    await lane.drop();
  });

  it('finishes what runs when it is dropped, and begins nothing', async () => {
    const key = newKey();
    const [held, running] = [gate(), gate()];
    const { lane } = open(async (message, context) => {
      running.open();
      await held.opened;
      await apply(message, context);
    });
    lane.push(records(key, 0, 150), '150');
    await running.opened;
    const dropped = lane.drop();
    expect(lane.push(records(key, 150, 160), '160')).toBe(false);
    held.open();
    await dropped;
    await hasEffects(key, 0, 100);
    expect(lane.position).toBe(100n);

    const next = open();
    next.lane.push(records(key, 0, 150), '150');
    await hasEffects(key, 0, 150);
    await next.lane.drop();
  });

  it('asks to go back once, and takes what the broker still has', async () => {
    const key = newKey();
    const first = open();
    first.lane.push(records(key, 0, 10), '30');
    await hasEffects(key, 0, 10);
    await first.lane.drop();

    const { lane, asked } = open();
    lane.push(records(key, 20, 25), '30');
    await eventually(() => expect(asked).toEqual(['seek 10']));
    lane.push(records(key, 15, 30), '30');
    await eventually(() => expect(lane.position).toBe(30n));
    expect(await effectsOn(ledger.reads, key)).toEqual(
      [...numbers(0, 10), ...numbers(15, 30)].map(String),
    );
    expect(asked).toEqual(['seek 10']);
    await lane.drop();
  });

  it('skips what was applied before, to the last message', async () => {
    const key = newKey();
    const first = open();
    first.lane.push(records(key, 0, 10), '10');
    await hasEffects(key, 0, 10);
    await first.lane.drop();
    const { lane, asked } = open();
    lane.push(records(key, 0, 10), '10');
    await eventually(() => expect(lane.position).toBe(10n));
    lane.push(records(key, 10, 12), '12');
    await hasEffects(key, 0, 12);
    expect(asked).toEqual([]);
    await lane.drop();
  });
});

/** Runs something when the microtasks of so many turns are done. */
async function afterTurns(turns: number, work: () => void): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await null;
  work();
}
