import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT, epaycoNewerUnderContract } from '@cauce/provider-epayco/contract';
import { startSandbox } from '@cauce/sandbox';
import { pseRoute } from './fixtures/pse-route.js';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
});
const world = await SandboxContractWorld.open(sandbox.url, {
  ...epaycoNewerUnderContract(sandbox.url, pseRoute),
  // The page at the bank stands in the answer to the create and in no other.
  issuesAgain: false,
  // A bank takes what is due, and a session ends with it.
  payers: { payOtherAmounts: false, payTwice: false },
  requests: { bank: '1007', returnUrl: 'https://shop.example/back' },
});

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('pse.epayco at the newer service keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('pse.epayco at the newer service and the bank', () => {
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

  it('is refused at a bank that there is not, and nothing is there', async () => {
    const request = world.request({ bank: '9999' });
    const issuing = world.connector.issue(request, world.call());
    await expect(issuing).rejects.toMatchObject({ meaning: { outcome: 'rejected' } });
    expect(await world.issuedFor(request.reference)).toBe(0);
  });

  it('leaves no key in the record of a list of banks, whose address has one', async () => {
    const call = world.call();
    await world.freshConnector().listBanks?.(call);
    const texts = call.exchanges.map((one) => one.text).join();
    expect(texts).toContain('/pse/banks/');
    for (const secret of world.secrets) expect(texts).not.toContain(secret);
  });
});
