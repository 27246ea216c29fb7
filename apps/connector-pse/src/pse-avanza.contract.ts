import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT } from '@cauce/provider-epayco/contract';
import { PSE_AVANZA_ACCOUNT, pseAvanzaUnderContract } from '@cauce/provider-pse-avanza/contract';
import { startSandbox } from '@cauce/sandbox';
import { pseRoute } from './fixtures/pse-route.js';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
  pseAvanza: PSE_AVANZA_ACCOUNT,
});
const world = await SandboxContractWorld.open(sandbox.url, {
  ...pseAvanzaUnderContract(sandbox.url, pseRoute),
  // A bank takes what is due, and a session ends with it.
  payers: { payOtherAmounts: false, payTwice: false },
  requests: { bank: '1007', returnUrl: 'https://shop.example/back' },
});

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('pse.pse_avanza keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('pse.pse_avanza and the bank', () => {
  const query = (reference: string) =>
    ({ reference, providerTransactionIds: [], scope: 'reference' }) as const;

  it.each([
    ['approve', 'paid'],
    ['reject', 'rejected'],
    ['abandon', 'expired'],
  ])('%s there: %s', async (deed, status) => {
    const request = world.request();
    const { instruction } = await world.connector.issue(request, world.call());
    const url = instruction.kind === 'redirect' ? instruction.url : '';
    await fetch(`${url}/${deed}`, { method: 'POST' });
    expect(await world.connector.readStatus(query(request.reference), world.call())).toMatchObject({
      transactions: [{ status }],
    });
  });

  it('is told about once the process that created it is gone, by the code alone', async () => {
    const request = world.request();
    const { providerTransactionId } = await world.connector.issue(request, world.call());
    const [another, ids] = [world.freshConnector(), [providerTransactionId]];
    const known = { ...query(request.reference), providerTransactionIds: ids };
    expect(await another.readStatus(known, world.call())).toMatchObject({ kind: 'found' });
    expect(await another.readStatus(query(request.reference), world.call())).toEqual({
      kind: 'absent',
    });
  });

  it('is not created a second time by another process either', async () => {
    const request = world.request();
    await world.connector.issue(request, world.call());
    const again = world.freshConnector().issue(request, world.call());
    await expect(again).rejects.toMatchObject({ kind: 'duplicate_reference' });
    expect(await world.issuedFor(request.reference)).toBe(1);
  });
});
