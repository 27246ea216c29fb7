import { eventually, startScript } from '@cauce/testing';
import pg from 'pg';
import { countRows, effectsOn, fact, FACTS, newKey } from './fixtures/message-world.js';
import { recordingBus, RelayWorld } from './fixtures/relay-world.js';
import { send } from './index.js';

let world: RelayWorld;

beforeAll(async () => {
  world = await RelayWorld.open();
}, 60_000);
afterEach(() => world.reset());
afterAll(() => world?.close());

describe('a relay whose world falls apart', () => {
  it('leads again after its session was cut', async () => {
    const bus = recordingBus(async () => undefined);
    await world.openRelay(bus);
    expect(await sessionsWithLocks(world.sender.url, 'pg_terminate_backend(pid)')).toBe(1);
    await eventually(async () => expect(await sessionsWithLocks(world.sender.url, 'pid')).toBe(1));
    const key = newKey();
    await world.sendFact(key, 'after');
    await world.isPublished(key);
    expect(bus.published).toEqual(['after']);
  });

  it('neither loses nor repeats a message while sessions are cut all the time', async () => {
    const bus = await world.openBus();
    await world.openRelay(bus);
    const keys = Array.from({ length: 5 }, newKey);
    for (let round = 0; round < 20; round += 1) {
      for (const key of keys) await sendSurely(key, String(round));
      for (const { url } of [world.sender, world.ledger]) await cutAllSessions(url);
    }
    const inOrder = Array.from({ length: 20 }, (_, round) => String(round));
    for (const key of keys) {
      await world.isPublished(key);
      // The last cut may come to light only now, at a session that waits in the pool.
      const effects = await eventually(() => effectsOn(world.ledger.reads, key));
      expect(effects).toEqual(inOrder);
    }
    expect(await countRows(world.ledger.reads, 'dead_letter', keys[0] ?? '')).toBe(0);
  }, 60_000);

  it('loses nothing and repeats nothing when it is killed between publishing and taking out', async () => {
    const key = newKey();
    await world.sendFact(key, 'paid');
    const killed = startScript(killedRelay(world.sender.url, world.ledger.url));
    expect(await killed.ended).toBeNull();
    expect(await effectsOn(world.ledger.reads, key)).toEqual(['paid']);
    expect(await countRows(world.sender.reads, 'outbox', key)).toBe(1);
    await world.openRelay(await world.openBus());
    await world.isPublished(key);
    expect(await effectsOn(world.ledger.reads, key)).toEqual(['paid']);
  }, 60_000);
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
  await eventually(() => world.sender.transaction((tx) => send(tx, FACTS, message)));
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

/** A process that relays until it has published, and is killed there. */
function killedRelay(senderUrl: string, ledgerUrl: string): string {
  return `
    import { setFailpoint } from '@cauce/config';
    import { Database } from '@cauce/database';
    import { LocalBus, messagingMigrations, OutboxRelay } from '@cauce/messaging';
    import { createLogger } from '@cauce/observability';
    const logger = createLogger({ service: 'killed', level: 'error' });
    const open = (service, url) =>
      Database.open({ service, url, migrations: messagingMigrations, logger });
    const sender = await open('test-sender', ${JSON.stringify(senderUrl)});
    const ledger = await open('test-ledger', ${JSON.stringify(ledgerUrl)});
    const bus = new LocalBus({ logger });
    bus.subscribe({
      topic: ${JSON.stringify(FACTS)},
      group: 'test-ledger',
      database: ledger,
      handle: (message, { tx }) =>
        tx.execute('insert into effect (key, message_id, note) values ($1, $2, $3)',
          [message.key, message.id, message.data.reference]),
    });
    await bus.start();
    setFailpoint('after_publish_before_mark');
    await new OutboxRelay({ database: sender, bus, logger }).start();
  `;
}
