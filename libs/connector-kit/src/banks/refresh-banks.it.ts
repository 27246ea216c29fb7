import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MessageData } from '@cauce/contracts';
import { ConnectorError, type ConnectorErrorKind } from '../connector-error.js';
import { ConnectorWorld } from '../fixtures/connector-world.js';
import { BankListsService } from './bank-lists.service.js';
import { takenUntil } from './bank-questions.js';
import { RefreshBanksJob } from './refresh-banks.job.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
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

  const refused = (kind: ConnectorErrorKind) => () => {
    throw new ConnectorError(kind, 'as the test said');
  };

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
    ['does not answer', refused('timeout')],
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
    await pass(15 * MINUTE_MS);
    expect(await age()).toBe('0');
  });

  it('are asked for later and later while they are not listed', async () => {
    answer = refused('timeout');
    const minutesOfQuestions: number[] = [];
    for (let minute = 0; minute <= 120; minute += 5) {
      const before = asked;
      await pass(minute === 0 ? 0 : 5 * MINUTE_MS);
      if (asked > before) minutesOfQuestions.push(minute);
    }
    expect(minutesOfQuestions).toEqual([0, 5, 20, 50, 110]);
  });

  it('are asked for once a day by all processes together, also when the provider fails', async () => {
    world.provider.banksPauseMs = 24 * HOUR_MS;
    answer = refused('provider_failed');
    await pass(0);
    await world.start();
    for (let hours = 0; hours < 23; hours += 1) await pass(HOUR_MS);
    expect(asked).toBe(1);
    expect(await age()).toBe(String(23 * 3_600));
    answer = () => banks;
    await pass(HOUR_MS);
    expect(asked).toBe(2);
    expect(await age()).toBe('0');
  });

  it('are asked for again soon when the question reached nobody', async () => {
    world.provider.banksPauseMs = 24 * HOUR_MS;
    answer = refused('connect_failed');
    await pass(0);
    answer = () => banks;
    await pass(5 * MINUTE_MS);
    expect(await announced()).toMatchObject({ list: banks });
  });

  it('are asked for again soon when the log-in before the question was refused', async () => {
    const server = createServer((_, response) => response.writeHead(401).end()).listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/login`;
    const { listBanks } = world.provider;
    world.provider.banksPauseMs = 24 * HOUR_MS;
    world.provider.listBanks = async (call) => {
      await call.send({ purpose: 'log_in', method: 'POST', url, headers: {}, body: '{}' });
      throw new ConnectorError('auth_failed', 'a wrong secret');
    };
    await pass(0);
    server.close();
    if (listBanks !== undefined) world.provider.listBanks = listBanks;
    await pass(5 * MINUTE_MS);
    expect(await announced()).toMatchObject({ list: banks });
  });

  it('are asked for by one of two processes that find them due at once', async () => {
    const first = world.get(RefreshBanksJob);
    await world.start();
    await Promise.all([first.run(), world.get(RefreshBanksJob).run()]);
    expect(asked).toBe(1);
  });

  it('count as asked for when the process dies over the question', async () => {
    const pauseMs = 24 * HOUR_MS;
    world.provider.banksPauseMs = pauseMs;
    const until = takenUntil(world.clock.now(), { pauseMs });
    await world.get(BankListsService).takeQuestion(world.provider.route, until);
    await pass(23 * HOUR_MS);
    expect(asked).toBe(0);
    await pass(HOUR_MS);
    expect(asked).toBe(1);
  });
});
