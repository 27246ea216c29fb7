import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT } from '@cauce/provider-epayco/contract';
import { PAYU_ACCOUNT, payuUnderContract } from '@cauce/provider-payu/contract';
import { startSandbox } from '@cauce/sandbox';
import { pseRoute } from './fixtures/pse-route.js';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
  payu: PAYU_ACCOUNT,
});
const world = await SandboxContractWorld.open(sandbox.url, {
  ...payuUnderContract(sandbox.url, pseRoute),
  // Of a transfer PayU answers only with numbers of its own.
  namesReference: false,
  // A bank takes what is due, and a session ends with it.
  payers: { payOtherAmounts: false, payTwice: false },
  requests: { bank: '1007', returnUrl: 'https://shop.example/back' },
});

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('pse.payu keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('pse.payu and the bank', () => {
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

  it.each([{ bank: '9999' }])('is refused with %j, and nothing is there', async (change) => {
    const request = world.request(change);
    const issuing = world.connector.issue(request, world.call());
    await expect(issuing).rejects.toMatchObject({ meaning: { outcome: 'rejected' } });
    expect(await world.issuedFor(request.reference)).toBe(0);
  });
});
