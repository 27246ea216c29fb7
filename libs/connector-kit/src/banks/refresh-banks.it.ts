import type { MessageData } from '@cauce/contracts';
import { ConnectorError } from '../connector-error.js';
import { ConnectorWorld } from '../fixtures/connector-world.js';
import { RefreshBanksJob } from './refresh-banks.job.js';

const HOUR_MS = 3_600_000;
const banks = [{ code: '1007', name: 'BANCOLOMBIA' }];

describe('the banks of a route', () => {
  let world: ConnectorWorld;
  let asked: number;
  let answer: () => { code: string; name: string }[];

  beforeEach(async () => {
    world = await ConnectorWorld.open();
    asked = 0;
    answer = () => banks;
    world.provider.listBanks = async () => {
      asked += 1;
      return answer();
    };
  });
  afterEach(() => world.close());

  async function pass(ms: number): Promise<void> {
    world.clock.advance(ms);
    await world.get(RefreshBanksJob).run();
  }

  const announced = async () => {
    const rows = await world.database.reads.query<{
      message: { data: MessageData<'connector.route_announced'> };
    }>(`select message from outbox where topic = 'cauce.connector.routes' order by id`);
    return rows.at(-1)?.message.data.banks;
  };
  const age = async () =>
    /cauce_bank_list_age_seconds\{[^}]*\} (\S+)/.exec(await world.metrics.text())?.[1];

  it('are asked for once a day, and announced at once', async () => {
    for (const hours of [0, 12, 11]) await pass(hours * HOUR_MS);
    expect(asked).toBe(1);
    expect(await announced()).toEqual({ list: banks, refreshedAt: '2026-11-20T15:00:00.000Z' });
    await pass(HOUR_MS);
    expect(asked).toBe(2);
    expect(await announced()).toMatchObject({ refreshedAt: '2026-11-21T15:00:00.000Z' });
  });

  it.each<[string, () => { code: string; name: string }[]]>([
    [
      'does not answer',
      () => {
        throw new ConnectorError('timeout', 'as the test said');
      },
    ],
    ['lists none', () => []],
  ])('stay those of before while the provider %s, and are older and older', async (_, bad) => {
    await pass(0);
    answer = bad;
    await pass(25 * HOUR_MS);
    await pass(HOUR_MS);
    expect(asked).toBe(3);
    expect(await announced()).toEqual({ list: banks, refreshedAt: '2026-11-20T15:00:00.000Z' });
    expect(await age()).toBe(String(26 * 3_600));
    answer = () => banks;
    await pass(0);
    expect(await age()).toBe('0');
  });
});
