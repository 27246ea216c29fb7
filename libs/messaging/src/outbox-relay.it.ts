import { eventually } from '@cauce/testing';
import {
  chapter,
  countRows,
  effectsOn,
  fact,
  FACTS,
  gate,
  newKey,
  noteOf,
  STORY,
} from './fixtures/message-world.js';
import { recordingBus, RelayWorld } from './fixtures/relay-world.js';
import { send } from './index.js';

/** Longer than any test: only hints and elections make a relay read. */
const SLOW_POLL_MS = 60_000;

let world: RelayWorld;

beforeAll(async () => {
  world = await RelayWorld.open();
}, 60_000);
afterEach(() => world.reset());
afterAll(() => world?.close());

describe('an outbox', () => {
  it('sends what was committed, and nothing of what was rolled back', async () => {
    const bus = await world.openBus();
    await world.openRelay(bus);
    const key = newKey();
    const undone = world.sender.transaction(async (tx) => {
      await send(tx, FACTS, fact(key, 'undone'));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await world.sendFact(key, 'done');
    await eventually(async () =>
      expect(await effectsOn(world.ledger.reads, key)).toEqual(['done']),
    );
    await world.isPublished(key);
  });

  it('sends a row whose transaction commits after one with a higher id', async () => {
    const bus = await world.openBus();
    await world.openRelay(bus);
    const [late, early] = [newKey(), newKey()];
    const [written, held] = [gate(), gate()];
    const slow = world.sender.transaction(async (tx) => {
      await send(tx, FACTS, fact(late, 'lower id'));
      written.open();
      await held.opened;
    });
    await written.opened;
    await world.sendFact(early, 'higher id');
    await eventually(async () =>
      expect(await effectsOn(world.ledger.reads, early)).toEqual(['higher id']),
    );
    await world.isPublished(early);
    held.open();
    await slow;
    await eventually(async () =>
      expect(await effectsOn(world.ledger.reads, late)).toEqual(['lower id']),
    );
    await world.isPublished(late);
  });

  it('needs no hint: rows that somebody else wrote are found by polling', async () => {
    const bus = await world.openBus();
    await world.openRelay(bus);
    const key = newKey();
    await world.sendFact(key, 'original');
    await world.isPublished(key);
    await world.writeUnnoticed(key, 'x');
    await eventually(async () =>
      expect(await effectsOn(world.ledger.reads, key)).toEqual(['original', 'x']),
    );
  });

  it('does not wait for the next poll after a commit', async () => {
    const bus = await world.openBus();
    await world.openRelay(bus, SLOW_POLL_MS);
    const key = newKey();
    await world.sendFact(key, 'paid');
    await world.isPublished(key);
    expect(await effectsOn(world.ledger.reads, key)).toEqual(['paid']);
  });

  it('reaches a handler by the hint of the commit, long before the next poll', async () => {
    const handled: string[] = [];
    const bus = await world.openBus(async (message) => void handled.push(message.key));
    await world.openRelay(bus, SLOW_POLL_MS);
    const keys = Array.from({ length: 20 }, newKey);
    for (const key of keys) {
      await world.sendFact(key, 'paid');
      await world.isPublished(key);
    }
    expect(handled).toEqual(keys);
  }, 40_000);

  it('refuses a message that does not fit its topic', async () => {
    const key = newKey();
    await expect(world.sender.transaction((tx) => send(tx, STORY, fact(key)))).rejects.toThrow(
      'sequence',
    );
    await expect(
      world.sender.transaction((tx) => send(tx, FACTS, chapter(key, 1))),
    ).rejects.toThrow('sequence');
    expect(await countRows(world.sender.reads, 'outbox', key)).toBe(0);
  });
});

describe('a relay', () => {
  it('sends a backlog of thousands, each key in order', async () => {
    const keys = Array.from({ length: 40 }, newKey);
    await world.sender.transaction(async (tx) => {
      for (let note = 0; note < 50; note += 1) {
        for (const key of keys) await send(tx, FACTS, fact(key, String(note)));
      }
    });
    const bus = await world.openBus();
    await world.openRelay(bus);
    await world.isPublished();
    const inOrder = Array.from({ length: 50 }, (_, note) => String(note));
    for (const key of keys) expect(await effectsOn(world.ledger.reads, key)).toEqual(inOrder);
  }, 90_000);

  it('tries again what the bus refused, in the same order', async () => {
    const key = newKey();
    let tries = 0;
    const bus = recordingBus(async (note) => {
      if (note === '1') tries += 1;
      if (tries <= 3) throw new Error('no leader for the partition');
    });
    const notes = Array.from({ length: 40 }, (_, index) => String(index + 1));
    await world.sender.transaction(async (tx) => {
      for (const note of notes) await send(tx, FACTS, fact(key, note));
    });
    const { measured, log } = await world.openRelay(bus);
    await world.isPublished(key);
    expect(bus.published).toEqual(notes);
    expect(await measured('cauce_outbox_relay_errors_total', 'test-sender')).toBeGreaterThan(3);
    expect(await measured('cauce_outbox_published_total', 'test-sender')).toBe(40);
    expect(log.text()).toContain('messages not published and tried again');
  });

  it('lets neither a stuck key nor a stuck topic hold up the others', async () => {
    const held = gate();
    const bus = recordingBus(async (note) => {
      if (note === 'stuck') await held.opened;
    });
    const stuck = newKey();
    await world.sender.transaction(async (tx) => {
      for (let row = 0; row < 600; row += 1) await send(tx, FACTS, fact(stuck, 'stuck'));
      for (let row = 0; row < 900; row += 1) {
        await send(tx, 'test.stuck_topic', fact(newKey(), 'stuck'));
      }
    });
    await world.openRelay(bus);
    const quick = newKey();
    await world.sendFact(quick, 'quick');
    await world.isPublished(quick);
    expect(bus.published).toEqual(['quick']);
    held.open();
    await world.isPublished();
    expect(bus.published).toHaveLength(1_501);
  }, 60_000);

  it('leads alone, and is followed by another when it stops', async () => {
    const held = gate();
    const first = recordingBus(() => held.opened);
    const second = recordingBus(async () => undefined);
    const { relay } = await world.openRelay(first);
    const { measured } = await world.openRelay(second);
    const turns = () => measured('cauce_job_turns_total', 'job="outbox_relay"');
    const key = newKey();
    await world.sendFact(key, 'one');
    const before = await turns();
    await eventually(async () => expect(await turns()).toBeGreaterThan(before + 3));
    expect(second.published).toEqual([]);
    held.open();
    await world.isPublished(key);
    await relay.stop();
    await world.sendFact(key, 'two');
    await world.isPublished(key);
    expect([first.published, second.published]).toEqual([['one'], ['two']]);
  });

  it('publishes what waits as soon as it leads', async () => {
    const [first, second] = [
      recordingBus(async () => undefined),
      recordingBus(async () => undefined),
    ];
    const { relay } = await world.openRelay(first, SLOW_POLL_MS);
    const key = newKey();
    // Once it has published this one it has looked since it leads, and does not look again unasked.
    await world.sendFact(key, 'before');
    await world.isPublished(key);
    await world.openRelay(second, SLOW_POLL_MS);
    await world.writeUnnoticed(key, 'waits');
    await relay.stop();
    await world.isPublished(key);
    expect([first.published, second.published]).toEqual([['before'], ['waits']]);
  });

  it('finishes what is in flight before it stops', async () => {
    const [reached, held] = [gate(), gate()];
    const bus = recordingBus(async () => {
      reached.open();
      await held.opened;
    });
    const { relay } = await world.openRelay(bus);
    const key = newKey();
    await world.sendFact(key, 'paid');
    await reached.opened;
    let isStopped = false;
    const stopped = relay.stop().then(() => (isStopped = true));
    for (let turn = 0; turn < 20; turn += 1) await world.sender.ping();
    expect(isStopped).toBe(false);
    held.open();
    await stopped;
    expect(bus.published).toEqual(['paid']);
    expect(await countRows(world.sender.reads, 'outbox', key)).toBe(0);
  });

  it('tells how much waits, for how long, and what is parked or dead', async () => {
    const held = gate();
    const bus = recordingBus(() => held.opened);
    await world.sender.reads.execute(
      `insert into parked_message values ('test-sender', $1, 'k', 2, '{}', now())`,
      [STORY],
    );
    await world.sendFact(newKey(), 'waits');
    await world.sender.reads.execute(
      `update outbox set recorded_at = now() - interval '90 seconds'`,
    );
    const { relay, measured } = await world.openRelay(bus);
    const of = (name: string) => measured(name, 'service="test-sender"');
    expect(await of('cauce_outbox_pending')).toBe(1);
    expect(await of('cauce_outbox_oldest_age_seconds')).toBeGreaterThanOrEqual(90);
    expect(await of('cauce_parked_messages')).toBe(1);
    expect(await of('cauce_dead_letters{')).toBe(0);
    held.open();
    await relay.stop();
    expect(await of('cauce_outbox_pending')).toBe(0);
    await world.sender.reads.execute('delete from parked_message');
  });
});

it('hands a handler what the sender wrote', async () => {
  const seen: string[] = [];
  const bus = await world.openBus(async (message) => void seen.push(noteOf(message)), [STORY]);
  await world.openRelay(bus);
  const key = newKey();
  await world.sender.transaction(async (tx) => {
    for (const sequence of [1, 2, 3]) await send(tx, STORY, chapter(key, sequence));
  });
  await eventually(() => expect(seen).toEqual(['1', '2', '3']));
});
