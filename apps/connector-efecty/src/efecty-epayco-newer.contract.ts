import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import {
  EPAYCO_ACCOUNT,
  epaycoAt,
  epaycoNewerUnderContract,
} from '@cauce/provider-epayco/contract';
import { startSandbox } from '@cauce/sandbox';
import { efectyRoute } from './fixtures/efecty-route.js';

const DAY_MS = 86_400_000;

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
});
const world = await SandboxContractWorld.open(
  sandbox.url,
  epaycoNewerUnderContract(sandbox.url, efectyRoute),
);

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('efecty.epayco at the newer service keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('efecty.epayco at the newer service', () => {
  const query = (reference: string) =>
    ({ reference, providerTransactionIds: [], scope: 'reference' }) as const;

  it.each([1, 2, 30])(
    'tells ePayco’s end of a voucher, whatever was wished: %i days',
    async (days) => {
      const expiresAt = new Date(Date.now() + days * DAY_MS);
      const { instruction } = await world.connector.issue(
        world.request({ expiresAt }),
        world.call(),
      );
      const lifeMs = instruction.expiresAt.getTime() - Date.now();
      expect(Math.abs(lifeMs - 5 * DAY_MS)).toBeLessThan(5_000);
    },
  );

  it('asks restpagos for nothing', async () => {
    const request = world.request();
    const [issuing, reading] = [world.call(), world.call()];
    const connector = world.freshConnector();
    await connector.issue(request, issuing);
    await connector.readStatus(query(request.reference), reading);
    const texts = [...issuing.exchanges, ...reading.exchanges].map((one) => one.text);
    expect(texts.filter((text) => /restpagos|\/v1\/auth/.test(text))).toEqual([]);
    expect(texts.filter((text) => text.includes('/payment/api/v1/transactions'))).toHaveLength(2);
  });

  it('takes no transaction of another kind of account for money', async () => {
    const request = world.request();
    await world.connector.issue(request, world.call());
    const live = efectyRoute({
      ...epaycoAt(sandbox.url),
      CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newer',
      CAUCE_EPAYCO_TEST: 'false',
    });
    const status = await live.readStatus(query(request.reference), world.call());
    expect(status).toEqual({ kind: 'absent' });
  });

  it('says that the reference is there already when another amount is asked for under it', async () => {
    const request = world.request();
    await world.connector.issue(request, world.call());
    const amount = { minor: request.amount.minor + 100n, currency: 'COP' as const };
    const again = world.connector.issue({ ...request, amount }, world.call());
    await expect(again).rejects.toMatchObject({ kind: 'duplicate_reference' });
  });

  it('says the same when the first voucher cannot be looked for', async () => {
    const request = world.request();
    await world.connector.issue(request, world.call());
    await world.fault('search', 'http_500');
    const again = world.connector.issue(request, world.call());
    await expect(again).rejects.toMatchObject({ kind: 'duplicate_reference' });
  });

  it('hands out no voucher that is paid', async () => {
    const request = world.request();
    const issued = await world.connector.issue(request, world.call());
    await world.pay(world.codeOf(issued));
    const again = world.connector.issue(request, world.call());
    await expect(again).rejects.toMatchObject({ kind: 'duplicate_reference' });
  });
});
