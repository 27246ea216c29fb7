import { ConnectorWorld } from '../fixtures/connector-world.js';
import { idOf, PretendProvider } from '../fixtures/pretend-provider.js';
import { PollPendingJob } from './poll-pending.job.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let world: ConnectorWorld;
beforeEach(async () => {
  world = await ConnectorWorld.open();
});
afterEach(() => world.close());

describe('a voucher whose callback never comes', () => {
  it('is asked about after two minutes, and its money is stated with its payment', async () => {
    const { reference, paymentId } = await world.issue();
    world.provider.pay(reference);
    await world.pass(2 * MINUTE_MS - 1);
    expect(world.provider.queries).toEqual([]);
    await world.pass(1);
    expect(world.provider.queries).toEqual([
      { reference, providerTransactionIds: [idOf(reference)], scope: 'reference' },
    ]);
    const [fact] = await world.sent('connector.fact');
    expect(fact).toMatchObject({ kind: 'paid', paymentId, source: 'poll' });
  });

  it('is asked about when its route says, where no setting does', async () => {
    world.provider.pollScheduleMs = [7 * MINUTE_MS];
    await world.start({ settings: { ...world.settings, pollScheduleMs: null } });
    await world.issue();
    await world.pass(7 * MINUTE_MS - 1);
    expect(world.provider.queries).toEqual([]);
    await world.pass(1);
    expect(world.provider.queries).toHaveLength(1);
  });

  it('is asked about also when the process died before the create’s reply was stored', async () => {
    const command = world.command();
    await world.claim('connector.issue', command);
    world.provider.pay(command.reference);
    await world.pass(2 * MINUTE_MS);
    expect(await world.facts()).toEqual([`paid ${idOf(command.reference)} poll`]);
  });

  it('is asked about by its schedule until days after its end, and then no more', async () => {
    await world.issue({ expiresAt: new Date(world.clock.now().getTime() + DAY_MS) });
    for (let hours = 0; hours < 24 * 6; hours += 1) await world.pass(HOUR_MS);
    const asked = world.provider.queries.length;
    expect(asked).toBeGreaterThan(24 * 3);
    await world.pass(30 * DAY_MS);
    expect(world.provider.queries.length).toBe(asked);
  });

  it('is expired once the provider says so of all of it', async () => {
    const { reference } = await world.issue();
    world.provider.add(reference, idOf(reference), 'expired');
    await world.pass(2 * MINUTE_MS);
    expect(await world.facts()).toEqual([`expired ${idOf(reference)} poll`]);
  });

  it('is found paid after it had expired', async () => {
    const { reference } = await world.issue();
    world.provider.add(reference, idOf(reference), 'expired');
    await world.pass(2 * MINUTE_MS);
    world.provider.pay(reference);
    await world.pass(10 * MINUTE_MS);
    expect(await world.facts()).toEqual([
      `expired ${idOf(reference)} poll`,
      `paid ${idOf(reference)} poll`,
    ]);
  });

  it('is found paid twice', async () => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    await world.pass(2 * MINUTE_MS);
    world.provider.add(reference, 'tx-second', 'paid');
    await world.pass(2 * HOUR_MS);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`, 'paid tx-second poll']);
  });

  it('is asked about seldom once it is paid', async () => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    await world.pass(2 * MINUTE_MS);
    await world.pass(10 * MINUTE_MS);
    const asked = world.provider.queries.length;
    await world.pass(40 * MINUTE_MS);
    expect(world.provider.queries.length).toBe(asked);
  });

  it.each(['rejected', 'not_sent'] as const)(
    'is not asked about when it was %s',
    async (outcome) => {
      world.provider.fail('issue', outcome === 'rejected' ? 'provider_rejected' : 'connect_failed');
      await world.issue();
      await world.pass(DAY_MS);
      expect(world.provider.queries).toEqual([]);
    },
  );

  it('is asked about when nobody knows what became of it', async () => {
    world.provider.fail('issue', 'timeout', true);
    const { reference } = await world.issue();
    world.provider.pay(reference);
    await world.pass(2 * MINUTE_MS);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]);
  });
});

describe('a poll that is not answered', () => {
  it('is tried again soon, then less soon, and the schedule goes on', async () => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    for (let count = 0; count < 3; count += 1) world.provider.fail('status', 'timeout');
    await world.pass(2 * MINUTE_MS);
    await world.pass(30_000);
    await world.pass(2 * MINUTE_MS);
    expect(world.provider.queries).toHaveLength(3);
    expect(await world.facts()).toEqual([]);
    await world.pass(10 * MINUTE_MS);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]);
  });

  it('is tried again even when it was the last one', async () => {
    const { reference } = await world.issue({
      expiresAt: new Date(world.clock.now().getTime() + HOUR_MS),
    });
    world.provider.pay(reference);
    world.provider.fail('status', 'provider_failed');
    await world.pass(3 * DAY_MS + HOUR_MS);
    expect(await world.facts()).toEqual([]);
    await world.pass(30_000);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]);
  });
});

it('a voucher that cannot be read any more holds up no other', async () => {
  const damaged = await world.issue();
  const { reference } = await world.issue();
  await world.database.reads.execute(
    `update voucher set command = command - 'amount', next_poll_at = next_poll_at - interval '1 second'
     where reference = $1`,
    [damaged.reference],
  );
  world.provider.pay(reference);
  world.clock.advance(2 * MINUTE_MS);
  const job = world.get(PollPendingJob);
  await expect(job.run()).rejects.toThrow();
  expect(await job.run()).toBe(1);
  expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]);
});

it('a voucher of a route that is not hosted any more is put off, and holds up no other', async () => {
  const gone = new PretendProvider(() => world.clock.now(), 'gone');
  await world.start({ connectors: [world.provider, gone] });
  await world.issue({ route: gone.route });
  world.clock.advance(1);
  const { reference } = await world.issue();
  world.provider.pay(reference);
  await world.start();
  await world.pass(2 * MINUTE_MS);
  expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]);
  expect(gone.queries).toEqual([]);
  expect(world.log.text()).toContain('voucher of a route that is not hosted');
  expect(await world.get(PollPendingJob).run()).toBe(0);
});

it('two workers never ask about one voucher at once', async () => {
  for (let count = 0; count < 6; count += 1) await world.issue();
  world.clock.advance(2 * MINUTE_MS);
  const job = world.get(PollPendingJob);
  const done = await Promise.all(Array.from({ length: 10 }, () => job.run()));
  expect(done.filter((count) => count === 1)).toHaveLength(6);
  expect(new Set(world.provider.queries.map((one) => one.reference)).size).toBe(6);
});

it('a fact is stated once, whichever way it is learnt', async () => {
  const command = await world.issue();
  const { reference } = command;
  world.provider.pay(reference);
  await Promise.all([
    world.pass(2 * MINUTE_MS),
    world.receive({ reference, id: idOf(reference), signature: 'right', claims: 'paid' }),
    world.readStatus(command),
  ]);
  expect(await world.facts()).toHaveLength(1);
});
