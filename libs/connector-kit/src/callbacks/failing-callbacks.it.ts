import { FieldCipher } from '@cauce/config';
import pg from 'pg';
import type { ProviderTransaction } from '../connector.js';
import { ConnectorWorld } from '../fixtures/connector-world.js';
import { cop, idOf } from '../fixtures/pretend-provider.js';
import { CallbacksService } from './callbacks.service.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let world: ConnectorWorld;
beforeEach(async () => {
  world = await ConnectorWorld.open();
});
afterEach(() => world.close());

const right = (reference: string, id = idOf(reference)) => ({ reference, id, signature: 'right' });

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: world.database.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The database refuses to store facts, with a code of its own. */
const refuseFacts = (code: string) =>
  asAdmin(`set search_path = connector_demo;
    create function refuse() returns trigger language plpgsql as
      $$ begin raise exception using errcode = '${code}', message = 'as the test said'; end $$;
    create trigger refuse before insert on stated_fact for each row execute function refuse()`);

const takeFacts = () => asAdmin('drop trigger refuse on connector_demo.stated_fact');

/** Every hour of a day and a bit. */
async function passDay(): Promise<void> {
  for (let hours = 0; hours < 25; hours += 1) {
    world.clock.advance(HOUR_MS);
    await world.translate();
  }
}

describe('a callback over which we fail', () => {
  it.each([
    ['values that no row takes', () => refuseFacts('22003')],
    ['values that are against a rule', () => refuseFacts('23514')],
    ['more than an index holds', () => refuseFacts('54000')],
    ['a time that is none', () => void world.provider.transactions.push(timeless())],
    ['an id that is none', () => world.provider.add('1', '', 'paid')],
  ])('because of %s is looked at for a day, and then no more', async (_, arrange) => {
    await arrange();
    const ids = world.provider.transactions.map((one) => one.providerTransactionId);
    const { reference } = await world.issue({ reference: '1' });
    world.provider.pay(reference);
    await world.receive(right(reference, ids[0]));
    expect(await world.inbox()).toEqual(['new 1']);
    expect(world.log.text()).toContain('callback could not be worked on');
    await passDay();
    expect(await world.inbox()).toEqual(['unconfirmed 1']);
    expect(world.log.text()).toContain('callback was never confirmed');
    expect(await world.facts()).toEqual([]);
    const asked = world.provider.queries.length;
    await passDay();
    expect(world.provider.queries).toHaveLength(asked);
  });

  it('holds up no other', async () => {
    await world.issue({ reference: '1' });
    const other = await world.issue();
    world.provider.add('1', '', 'paid');
    world.provider.pay(other.reference);
    const callbacks = world.get(CallbacksService);
    await callbacks.store('demo.pretend', world.callback(right('1', '')));
    await callbacks.store('demo.pretend', world.callback(right(other.reference)));
    await world.translate();
    expect(await world.facts()).toEqual([`paid ${idOf(other.reference)} callback`]);
  });

  it('because it was sealed with a key that we lack is read once we have the key', async () => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    await world.get(CallbacksService).store('demo.pretend', world.callback(right(reference)));
    await world.start({ cipher: new FieldCipher(Buffer.alloc(32, 8)) });
    await world.translate();
    expect(await world.inbox()).toEqual(['new 1']);
    await world.start();
    world.clock.advance(2_000);
    await world.translate();
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
  });
});

describe('a database that takes nothing', () => {
  it.each([
    ['stops', '57P01'],
    ['is full', '53100'],
    ['may only be read', '25006'],
    ['is too slow', '57014'],
    ['refuses us', '42501'],
  ])('because it %s gives no callback up, however old', async (_, code) => {
    const { reference } = await world.issue();
    await world.get(CallbacksService).store('demo.pretend', world.callback(right(reference)));
    world.provider.pay(reference);
    world.clock.advance(25 * HOUR_MS);
    await refuseFacts(code);
    await expect(world.translate()).rejects.toThrow();
    expect(await world.inbox()).toEqual(['new 1']);
    await takeFacts();
    world.clock.advance(MINUTE_MS);
    await world.translate();
    expect(await world.inbox()).toEqual(['done 1']);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
  });
});

function timeless(): ProviderTransaction {
  const occurredAt = new Date(Number.NaN);
  const amount = cop(8_500_000n);
  return { providerTransactionId: 'tx-2', reference: '1', status: 'paid', amount, occurredAt };
}
