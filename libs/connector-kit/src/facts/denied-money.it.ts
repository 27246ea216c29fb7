import { ConnectorWorld } from '../fixtures/connector-world.js';
import { idOf } from '../fixtures/pretend-provider.js';
import { PollPendingJob } from '../polling/poll-pending.job.js';

const ENDS = ['rejected', 'expired', 'cancelled'] as const;

let world: ConnectorWorld;
beforeEach(async () => {
  world = await ConnectorWorld.open();
});
afterEach(() => world.close());

/** A callback that only says where to look. */
const hint = (reference: string, copy: string) =>
  world.receive({ reference, id: idOf(reference), signature: 'right', copy });

async function paid(): Promise<string> {
  const { reference } = await world.issue();
  world.provider.pay(reference);
  await hint(reference, '1');
  return reference;
}

/** The provider is asked about the whole of a voucher. */
async function ask(reference: string): Promise<void> {
  world.clock.advance(60_001);
  await hint(reference, world.clock.now().toISOString());
  while ((await world.get(PollPendingJob).run()) > 0);
}

const conflicts = async (kind: string) =>
  new RegExp(`cauce_fact_conflicts_total\\{route="demo.pretend",kind="${kind}"\\} (\\d+)`).exec(
    await world.metrics.text(),
  )?.[1];

describe('money that a provider stated and now denies', () => {
  it.each(ENDS)('reads as %s: it stays stated, and a person is told', async (status) => {
    const reference = await paid();
    expect(await conflicts(status)).toBe('0');
    world.provider.add(reference, idOf(reference), status);
    await ask(reference);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
    expect(world.log.text()).toContain('a provider denies money that it stated');
    expect(world.log.text()).toContain('docs/runbooks/facts-conflict.md');
    expect(await conflicts(status)).toBe('1');
  });

  it('is denied to the router too, when it asks', async () => {
    const command = await world.issue();
    world.provider.pay(command.reference);
    await hint(command.reference, '1');
    world.provider.add(command.reference, idOf(command.reference), 'rejected');
    expect(await world.readStatus(command)).toMatchObject({
      ...{ outcome: 'unknown', reason: 'money_denied', reroutable: false, status: null },
    });
    expect(await world.facts()).toHaveLength(1);
    expect(await conflicts('rejected')).toBe('1');
  });

  it('is not denied where it was given back before: the voucher is over', async () => {
    const command = await world.issue();
    const { reference } = command;
    world.provider.pay(reference);
    await hint(reference, '1');
    world.provider.add(reference, idOf(reference), 'reversed');
    await ask(reference);
    world.provider.add(reference, idOf(reference), 'cancelled');
    expect(await world.readStatus(command)).toMatchObject({ outcome: 'done', status: 'cancelled' });
    expect(await conflicts('cancelled')).toBe('0');
  });

  it('is stated again after it was given back: it stays given back, and a person is told', async () => {
    const reference = await paid();
    world.provider.add(reference, idOf(reference), 'reversed');
    await ask(reference);
    world.provider.pay(reference);
    await hint(reference, 'read while the reversal was stated');
    expect(await conflicts('paid')).toBe('0');
    await ask(reference);
    expect(await world.facts()).toEqual([
      `paid ${idOf(reference)} callback`,
      `reversed ${idOf(reference)} callback`,
    ]);
    expect(world.log.text()).toContain('a provider states money again that it had taken back');
    expect(Number(await conflicts('paid'))).toBeGreaterThanOrEqual(1);
  });

  it('is no news where its reversal is read again', async () => {
    const reference = await paid();
    world.provider.add(reference, idOf(reference), 'reversed');
    await ask(reference);
    await ask(reference);
    expect(await world.facts()).toHaveLength(2);
    expect([await conflicts('paid'), await conflicts('reversed')]).toEqual(['0', '0']);
  });

  it('is nobody’s: a person is told all the same', async () => {
    world.provider.pay('99999');
    await hint('99999', '1');
    await world.pass(15 * 60_000);
    expect(await world.facts()).toEqual(['paid tx-99999 callback']);
    world.provider.add('99999', idOf('99999'), 'cancelled');
    await hint('99999', '2');
    expect(await world.facts()).toHaveLength(1);
    expect(await conflicts('cancelled')).toBe('1');
  });

  it('keeps the end of another transaction of its voucher from being stated', async () => {
    const reference = await paid();
    world.provider.add(reference, idOf(reference), 'rejected');
    world.provider.add(reference, 'tx-second', 'expired');
    await ask(reference);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
  });

  it('is denied after its voucher was stated as over', async () => {
    const { reference } = await world.issue();
    world.provider.add(reference, idOf(reference), 'expired');
    await ask(reference);
    world.provider.pay(reference);
    await ask(reference);
    const both = [`expired ${idOf(reference)} poll`, `paid ${idOf(reference)} callback`];
    expect(await world.facts()).toEqual(both);
    expect(await conflicts('expired')).toBe('0');
    world.provider.add(reference, idOf(reference), 'expired');
    await ask(reference);
    expect(await world.facts()).toEqual(both);
    expect(await conflicts('expired')).toBe('1');
  });
});

it('money that was reversed is not denied, whatever its transaction is called afterwards', async () => {
  const reference = await paid();
  world.provider.add(reference, idOf(reference), 'reversed');
  await ask(reference);
  world.provider.add(reference, idOf(reference), 'cancelled');
  await ask(reference);
  expect(await world.facts()).toEqual([
    `paid ${idOf(reference)} callback`,
    `reversed ${idOf(reference)} callback`,
    `cancelled ${idOf(reference)} poll`,
  ]);
  expect(await conflicts('cancelled')).toBe('0');
  expect(world.log.text()).not.toContain('a provider denies money');
});

it('money that is shown as pending once more is not denied: it may be an old view', async () => {
  const reference = await paid();
  world.provider.add(reference, idOf(reference), 'pending');
  await ask(reference);
  expect(await world.facts()).toHaveLength(1);
  expect(world.log.text()).not.toContain('a provider denies money');
});
