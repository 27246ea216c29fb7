import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT } from '@cauce/provider-epayco/contract';
import {
  MERCADOPAGO_ACCOUNT,
  mercadopagoAt,
  mercadopagoUnderContract,
} from '@cauce/provider-mercadopago/contract';
import { startSandbox } from '@cauce/sandbox';
import { efectyRoute } from './fixtures/efecty-route.js';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
  mercadopago: MERCADOPAGO_ACCOUNT,
});
const world = await SandboxContractWorld.open(
  sandbox.url,
  mercadopagoUnderContract(sandbox.url, efectyRoute),
);

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('efecty.mercadopago keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('efecty.mercadopago over the wire of Mercado Pago', () => {
  it('takes no payment of another account, or of the other mode, for money', async () => {
    const request = world.request();
    await world.connector.issue(request, world.call());
    const query = { reference: request.reference, providerTransactionIds: [] };
    const changes: [string, string][] = [
      ['CAUCE_MERCADOPAGO_COLLECTOR_ID', '1'],
      ['CAUCE_MERCADOPAGO_TEST', 'false'],
    ];
    for (const change of changes) {
      const other = efectyRoute({
        ...mercadopagoAt(sandbox.url),
        ...Object.fromEntries([change]),
      });
      const status = await other.readStatus({ ...query, scope: 'reference' }, world.call());
      expect(status).toEqual({ kind: 'absent' });
    }
  });

  it('is not fooled by a forged webhook of Mercado Pago’s own form', async () => {
    const { instruction } = await world.connector.issue(world.request(), world.call());
    const code = instruction.kind === 'voucher' ? instruction.code : '';
    const forged = await world.forgedCallback(code);
    expect(world.connector.readCallback?.(forged)).toMatchObject({ kind: 'forged' });
  });
});
