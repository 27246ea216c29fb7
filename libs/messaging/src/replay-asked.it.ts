import { eventually, type TestDatabase } from '@cauce/testing';
import {
  apply,
  countRows,
  effectsOn,
  fact,
  FACTS,
  instruments,
  newKey,
  onWire,
  openService,
} from './fixtures/message-world.js';
import { LocalBus, replayAsked, type Subscription } from './index.js';

let ledger: TestDatabase;
const started: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  ledger = await openService('test-ledger');
}, 60_000);
afterEach(async () => {
  for (const one of started.splice(0).reverse()) await one.stop();
});
afterAll(() => ledger?.close());

describe('a dead letter that somebody wants replayed', () => {
  let isMended = false;
  const handle: Subscription['handle'] = async (message, context) => {
    if (!isMended) throw new Error('not mended yet');
    await apply(message, context);
  };

  async function dieOn(key: string) {
    const { log } = instruments();
    const bus = new LocalBus({ logger: log.logger, retryFirstMs: 1 });
    bus.subscribe({ topic: FACTS, group: 'test-ledger', database: ledger, handle });
    await bus.start();
    started.push(bus);
    const { subscriptions } = bus;
    const replays = replayAsked(ledger, { subscriptions, logger: log.logger });
    replays.start();
    started.push(replays);
    await bus.publish(FACTS, onWire(fact(key, 'paid')));
    expect(await countRows(ledger.reads, 'dead_letter', key)).toBe(1);
    const ask = async () => {
      await ledger.reads.execute('update dead_letter set replay_asked_at = now() where key = $1', [
        key,
      ]);
      replays.wake();
    };
    return { ask, log };
  }

  it('stays with its new error while it fails, and is applied once it can be', async () => {
    const key = newKey();
    isMended = false;
    const { ask, log } = await dieOn(key);
    await ask();
    await eventually(() => expect(log.text()).toContain('replay failed'));
    expect(
      await ledger.reads.query('select attempts, replay_asked_at from dead_letter where key = $1', [
        key,
      ]),
    ).toEqual([{ attempts: 6, replay_asked_at: null }]);
    isMended = true;
    await ask();
    await eventually(async () => expect(await effectsOn(ledger.reads, key)).toEqual(['paid']));
    expect(await countRows(ledger.reads, 'dead_letter', key)).toBe(0);
  });
});
