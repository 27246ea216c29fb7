import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT } from '@cauce/provider-epayco/contract';
import { PAYU_ACCOUNT, payuAt, payuUnderContract } from '@cauce/provider-payu/contract';
import { startSandbox } from '@cauce/sandbox';
import { efectyRoute } from './fixtures/efecty-route.js';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
  payu: PAYU_ACCOUNT,
});
const world = await SandboxContractWorld.open(
  sandbox.url,
  payuUnderContract(sandbox.url, efectyRoute),
);

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('efecty.payu keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('efecty.payu over the wire of PayU', () => {
  const query = (reference: string) =>
    ({ reference, providerTransactionIds: [], scope: 'reference' }) as const;

  it('takes no order of another account, or a test where all is live, for money', async () => {
    const request = world.request();
    await world.connector.issue(request, world.call());
    const changes: [string, string][] = [
      ['CAUCE_PAYU_ACCOUNT_ID', '1'],
      ['CAUCE_PAYU_TEST', 'false'],
    ];
    for (const change of changes) {
      const other = efectyRoute({ ...payuAt(sandbox.url), ...Object.fromEntries([change]) });
      const status = await other.readStatus(query(request.reference), world.call());
      expect(status).toEqual({ kind: 'absent' });
    }
  });

  it('does not submit a reference again that was submitted with its answer lost', async () => {
    const request = world.request();
    await world.fault('issue', 'http_500_after');
    await expect(world.connector.issue(request, world.call())).rejects.toMatchObject({
      meaning: { outcome: 'unknown' },
    });
    const again = await world.freshConnector().issue(request, world.call());
    expect(world.codeOf(again)).toMatch(/^\d{10}$/);
    expect(await world.issuedFor(request.reference)).toBe(1);
  });

  it('is not fooled by a forged confirmation of PayU’s own form', async () => {
    const issued = await world.connector.issue(world.request(), world.call());
    const forged = await world.forgedCallback(world.codeOf(issued));
    expect(world.connector.readCallback?.(forged)).toMatchObject({ kind: 'forged' });
  });
});
