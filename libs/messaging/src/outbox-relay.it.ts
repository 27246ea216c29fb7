import type { WireMessage } from '@cauce/contracts';
import pg from 'pg';
import { eventually, startScript, type TestDatabase } from '@cauce/testing';
import {
  apply,
  chapter,
  countRows,
  effectsOn,
  fact,
  FACTS,
  gate,
  instruments,
  newKey,
  noteOf,
  onWire,
  openService,
  STORY,
} from './fixtures/message-world.js';
import { killedRelay } from './fixtures/killed-relay.js';
import { LocalBus, OutboxRelay, send, type MessageBus, type Subscription } from './index.js';

const SLOW_POLL_MS = 60_000;

let sender: TestDatabase;
let ledger: TestDatabase;
const started: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  sender = await openService('test-sender');
  ledger = await openService('test-ledger');
}, 60_000);
afterEach(async () => {
  for (const one of started.splice(0).reverse()) await one.stop();
  await sender.reads.execute('delete from outbox');
});
afterAll(async () => {
  await sender?.close();
  await ledger?.close();
});

async function openRelay(bus: Pick<MessageBus, 'publish'>, pollMs = 20) {
  const tools = instruments();
  const options = { database: sender, bus: bus as MessageBus, pollMs };
  const relay = new OutboxRelay({ ...options, logger: tools.log.logger, metrics: tools.metrics });
  await relay.start();
  started.push(relay);
  return { relay, ...tools };
}

async function openBus(handle: Subscription['handle'] = apply, topics = [FACTS]) {
  const { log } = instruments();
  const bus = new LocalBus({ logger: log.logger, retryFirstMs: 1 });
  for (const topic of topics) {
    bus.subscribe({ topic, group: 'test-ledger', database: ledger, handle });
  }
  await bus.start();
  started.push(bus);
  return bus;
}

/** A bus that notes what it was told, and does what the test says. */
function recordingBus(onPublish: (note: string, topic: string) => Promise<void>) {
  const published: string[] = [];
  return {
    published,
    publish: async (topic: string, message: WireMessage) => {
      const note = (message.data as { reference: string }).reference;
      await onPublish(note, topic);
      published.push(note);
    },
  };
}

const sendFact = (key: string, note: string, topic = FACTS) =>
  sender.transaction((tx) => send(tx, topic, fact(key, note)));

/** A row that no hint follows, as another process would write it. */
const writeUnnoticed = (key: string, note: string) =>
  sender.reads.execute(
    'insert into outbox (topic, key, message, recorded_at) values ($1, $2, $3, now())',
    [FACTS, key, JSON.stringify(onWire(fact(key, note)))],
  );

const isEmpty = (key: string) =>
  eventually(async () => expect(await countRows(sender.reads, 'outbox', key)).toBe(0));

describe('an outbox', () => {
  it('sends what was committed, and nothing of what was rolled back', async () => {
    const bus = await openBus();
    await openRelay(bus);
    const key = newKey();
    const undone = sender.transaction(async (tx) => {
      await send(tx, FACTS, fact(key, 'undone'));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await sendFact(key, 'done');
    await eventually(async () => expect(await effectsOn(ledger.reads, key)).toEqual(['done']));
    await isEmpty(key);
  });

  it('sends a row whose transaction commits after one with a higher id', async () => {
    const bus = await openBus();
    await openRelay(bus);
    const [late, early] = [newKey(), newKey()];
    const [written, held] = [gate(), gate()];
    const slow = sender.transaction(async (tx) => {
      await send(tx, FACTS, fact(late, 'lower id'));
      written.open();
      await held.opened;
    });
    await written.opened;
    await sendFact(early, 'higher id');
    await eventually(async () =>
      expect(await effectsOn(ledger.reads, early)).toEqual(['higher id']),
    );
    await isEmpty(early);
    held.open();
    await slow;
    await eventually(async () => expect(await effectsOn(ledger.reads, late)).toEqual(['lower id']));
    await isEmpty(late);
  });

  it('needs no hint: rows that somebody else wrote are found by polling', async () => {
    const bus = await openBus();
    await openRelay(bus);
    const key = newKey();
    await sendFact(key, 'original');
    await isEmpty(key);
    await writeUnnoticed(key, 'x');
    await eventually(async () =>
      expect(await effectsOn(ledger.reads, key)).toEqual(['original', 'x']),
    );
  });

  it('does not wait for the next poll after a commit', async () => {
    const bus = await openBus();
    await openRelay(bus, SLOW_POLL_MS);
    const key = newKey();
    await sendFact(key, 'paid');
    await isEmpty(key);
    expect(await effectsOn(ledger.reads, key)).toEqual(['paid']);
  });

  it('reaches a handler within milliseconds of the commit', async () => {
    const handledAt = new Map<string, number>();
    const bus = await openBus(async (message) => {
      handledAt.set(message.key, performance.now());
    });
    await openRelay(bus, SLOW_POLL_MS);
    const latencies: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      const key = newKey();
      await sendFact(key, 'paid');
      const committedAt = performance.now();
      await isEmpty(key);
      if (round >= 10) latencies.push((handledAt.get(key) ?? Infinity) - committedAt);
    }
    latencies.sort((a, b) => a - b);
    const median = latencies[25] ?? Infinity;
    expect(median).toBeLessThan(25);
  });

  it('refuses a message that does not fit its topic', async () => {
    const key = newKey();
    await expect(sender.transaction((tx) => send(tx, STORY, fact(key)))).rejects.toThrow(
      'sequence',
    );
    await expect(sender.transaction((tx) => send(tx, FACTS, chapter(key, 1)))).rejects.toThrow(
      'sequence',
    );
    expect(await countRows(sender.reads, 'outbox', key)).toBe(0);
  });
});

describe('a relay', () => {
  it('sends a backlog of thousands, each key in order', async () => {
    const keys = Array.from({ length: 40 }, newKey);
    await sender.transaction(async (tx) => {
      for (let note = 0; note < 50; note += 1) {
        for (const key of keys) await send(tx, FACTS, fact(key, String(note)));
      }
    });
    const bus = await openBus();
    await openRelay(bus);
    await eventually(
      async () => expect(await sender.reads.query('select 1 from outbox limit 1')).toEqual([]),
      { withinMs: 60_000 },
    );
    const inOrder = Array.from({ length: 50 }, (_, note) => String(note));
    for (const key of keys) expect(await effectsOn(ledger.reads, key)).toEqual(inOrder);
  }, 90_000);

  it('tries again what the bus refused, in the same order', async () => {
    const key = newKey();
    let tries = 0;
    const bus = recordingBus(async (note) => {
      if (note === '1') tries += 1;
      if (tries <= 3) throw new Error('no leader for the partition');
    });
    const notes = Array.from({ length: 40 }, (_, index) => String(index + 1));
    await sender.transaction(async (tx) => {
      for (const note of notes) await send(tx, FACTS, fact(key, note));
    });
    const { measured, log } = await openRelay(bus);
    await isEmpty(key);
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
    await sender.transaction(async (tx) => {
      for (let row = 0; row < 600; row += 1) await send(tx, FACTS, fact(stuck, 'stuck'));
      for (let row = 0; row < 900; row += 1) {
        await send(tx, 'test.stuck_topic', fact(newKey(), 'stuck'));
      }
    });
    await openRelay(bus);
    const quick = newKey();
    await sendFact(quick, 'quick');
    await isEmpty(quick);
    expect(bus.published).toEqual(['quick']);
    held.open();
    await eventually(
      async () => expect(await sender.reads.query('select 1 from outbox limit 1')).toEqual([]),
      { withinMs: 30_000 },
    );
    expect(bus.published).toHaveLength(1_501);
  }, 60_000);

  it('leads alone, and is followed by another when it stops', async () => {
    const held = gate();
    const first = recordingBus(() => held.opened);
    const second = recordingBus(async () => undefined);
    const { relay } = await openRelay(first);
    const { measured } = await openRelay(second);
    const turns = () => measured('cauce_job_turns_total', 'job="outbox_relay"');
    const key = newKey();
    await sendFact(key, 'one');
    const before = await turns();
    await eventually(async () => expect(await turns()).toBeGreaterThan(before + 3));
    expect(second.published).toEqual([]);
    held.open();
    await isEmpty(key);
    await relay.stop();
    await sendFact(key, 'two');
    await isEmpty(key);
    expect([first.published, second.published]).toEqual([['one'], ['two']]);
  });

  it('publishes what waits as soon as it leads', async () => {
    const bus = recordingBus(async () => undefined);
    const { relay } = await openRelay(
      recordingBus(async () => undefined),
      SLOW_POLL_MS,
    );
    await openRelay(bus, SLOW_POLL_MS);
    const key = newKey();
    await writeUnnoticed(key, 'waits');
    await relay.stop();
    await isEmpty(key);
    expect(bus.published).toEqual(['waits']);
  });

  it('leads again after its session was cut', async () => {
    const bus = recordingBus(async () => undefined);
    await openRelay(bus);
    expect(await sessionsWithLocks(sender.url, 'pg_terminate_backend(pid)')).toBe(1);
    await eventually(async () => expect(await sessionsWithLocks(sender.url, 'pid')).toBe(1));
    const key = newKey();
    await sendFact(key, 'after');
    await isEmpty(key);
    expect(bus.published).toEqual(['after']);
  });

  it('neither loses nor repeats a message while sessions are cut all the time', async () => {
    const bus = await openBus();
    await openRelay(bus);
    const keys = Array.from({ length: 5 }, newKey);
    for (let round = 0; round < 20; round += 1) {
      for (const key of keys) await sendSurely(key, String(round));
      for (const { url } of [sender, ledger]) await cutAllSessions(url);
    }
    const inOrder = Array.from({ length: 20 }, (_, round) => String(round));
    for (const key of keys) {
      await isEmpty(key);
      expect(await effectsOn(ledger.reads, key)).toEqual(inOrder);
    }
    expect(await countRows(ledger.reads, 'dead_letter', keys[0] ?? '')).toBe(0);
  }, 60_000);

  it('finishes what is in flight before it stops', async () => {
    const [reached, held] = [gate(), gate()];
    const bus = recordingBus(async () => {
      reached.open();
      await held.opened;
    });
    const { relay } = await openRelay(bus);
    const key = newKey();
    await sendFact(key, 'paid');
    await reached.opened;
    let isStopped = false;
    const stopped = relay.stop().then(() => (isStopped = true));
    for (let turn = 0; turn < 20; turn += 1) await sender.ping();
    expect(isStopped).toBe(false);
    held.open();
    await stopped;
    expect(bus.published).toEqual(['paid']);
    expect(await countRows(sender.reads, 'outbox', key)).toBe(0);
  });

  it('tells how much waits, for how long, and what is parked or dead', async () => {
    const held = gate();
    const bus = recordingBus(() => held.opened);
    await sender.reads.execute(
      `insert into parked_message values ('test-sender', $1, 'k', 2, '{}', now())`,
      [STORY],
    );
    await sendFact(newKey(), 'waits');
    await sender.reads.execute(`update outbox set recorded_at = now() - interval '90 seconds'`);
    const { relay, measured } = await openRelay(bus);
    const of = (name: string) => measured(name, 'service="test-sender"');
    expect(await of('cauce_outbox_pending')).toBe(1);
    expect(await of('cauce_outbox_oldest_age_seconds')).toBeGreaterThanOrEqual(90);
    expect(await of('cauce_parked_messages')).toBe(1);
    expect(await of('cauce_dead_letters{')).toBe(0);
    held.open();
    await relay.stop();
    expect(await of('cauce_outbox_pending')).toBe(0);
    await sender.reads.execute('delete from parked_message');
  });

  it('loses nothing and repeats nothing when it is killed between publishing and taking out', async () => {
    const key = newKey();
    await sendFact(key, 'paid');
    const killed = startScript(killedRelay(sender.url, ledger.url));
    expect(await killed.ended).toBeNull();
    expect(await effectsOn(ledger.reads, key)).toEqual(['paid']);
    expect(await countRows(sender.reads, 'outbox', key)).toBe(1);
    await openRelay(await openBus());
    await isEmpty(key);
    expect(await effectsOn(ledger.reads, key)).toEqual(['paid']);
  }, 60_000);
});

it('hands a handler what the sender wrote', async () => {
  const seen: string[] = [];
  const bus = await openBus(async (message) => void seen.push(noteOf(message)), [STORY]);
  await openRelay(bus);
  const key = newKey();
  await sender.transaction(async (tx) => {
    for (const sequence of [1, 2, 3]) await send(tx, STORY, chapter(key, sequence));
  });
  await eventually(() => expect(seen).toEqual(['1', '2', '3']));
});

/** Looks at the sessions that hold advisory locks in a database. @returns how many */
async function sessionsWithLocks(url: string, what: string): Promise<number> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const found = await admin.query(
    `select ${what} from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
  await admin.end();
  return found.rows.length;
}

/** Sends one message, the same again when it is not known whether it was sent. */
async function sendSurely(key: string, note: string): Promise<void> {
  const message = fact(key, note);
  await eventually(() => sender.transaction((tx) => send(tx, FACTS, message)));
}

/** Ends every session of services in a database, whatever it is doing. */
async function cutAllSessions(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await admin.end();
}
