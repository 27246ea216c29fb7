import { LedgerWorld, PaymentMessages } from '../fixtures/ledger-world.js';
import { WatchBalanceJob } from './watch-balance.job.js';

describe('the watch over the balance', () => {
  let world: LedgerWorld;

  beforeEach(async () => {
    world = await LedgerWorld.open();
    await world.tell(new PaymentMessages().received());
  }, 60_000);
  afterEach(() => world?.close());

  const look = () => world.app.get(WatchBalanceJob, { strict: false }).run();
  const gauge = async () =>
    (await world.metrics.text())
      .split('\n')
      .filter((line) => line.startsWith('cauce_ledger_imbalance_minor{'));
  const alarms = () =>
    world.log.lines.filter((line) => line.msg === 'the ledger is out of balance');

  it('shows zero, and says nothing', async () => {
    expect(await look()).toBe(0);
    expect(await gauge()).toEqual([expect.stringMatching(/currency="COP".*\} 0$/)]);
    expect(alarms()).toEqual([]);
  });

  it('shows by how much the books are off, and calls somebody', async () => {
    await world.asSuperuser(
      'update balance set balance_minor = balance_minor - 7 where account_id = 1',
    );
    await look();
    expect(await gauge()).toEqual([expect.stringMatching(/currency="COP".*\} -7$/)]);
    expect(alarms()).toContainEqual(
      expect.objectContaining({ level: 'error', currency: 'COP', total: '-7' }),
    );
  });

  it('shows zero again once it is right', async () => {
    await world.asSuperuser(
      'update balance set balance_minor = balance_minor - 7 where account_id = 1',
    );
    await look();
    await world.asSuperuser(
      'update balance set balance_minor = balance_minor + 7 where account_id = 1',
    );
    await look();
    expect(await gauge()).toEqual([expect.stringMatching(/\} 0$/)]);
  });
});
