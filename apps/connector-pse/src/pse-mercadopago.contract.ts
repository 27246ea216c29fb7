import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT } from '@cauce/provider-epayco/contract';
import {
  MERCADOPAGO_ACCOUNT,
  mercadopagoUnderContract,
} from '@cauce/provider-mercadopago/contract';
import { startSandbox } from '@cauce/sandbox';
import { pseRoute } from './fixtures/pse-route.js';

const PAYER_ADDRESS = '11001|Calle 72|10-07|Chapinero|Bogotá';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
  mercadopago: MERCADOPAGO_ACCOUNT,
});
const world = await SandboxContractWorld.open(sandbox.url, {
  ...mercadopagoUnderContract(sandbox.url, (env) =>
    pseRoute({ ...env, CAUCE_MERCADOPAGO_PAYER_ADDRESS: PAYER_ADDRESS }),
  ),
  // A bank takes what is due, and a session ends with it.
  payers: { payOtherAmounts: false, payTwice: false },
  requests: { bank: '1007', returnUrl: 'https://shop.example/back' },
});

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('pse.mercadopago keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('pse.mercadopago and the bank', () => {
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

  it('sends the payer to a page that names the amount, and ends within a quarter of an hour', async () => {
    const { instruction } = await world.connector.issue(world.request(), world.call());
    expect(instruction.kind).toBe('redirect');
    const leftMs = instruction.expiresAt.getTime() - Date.now();
    expect(leftMs).toBeGreaterThan(14 * 60_000);
    expect(leftMs).toBeLessThanOrEqual(15 * 60_000);
    const page = await fetch(instruction.kind === 'redirect' ? instruction.url : '');
    expect(await page.text()).toContain('85,000');
  });

  it.each([{ bank: '9999' }, { returnUrl: null }])(
    'is refused with %j, and nothing is there',
    async (change) => {
      const request = world.request(change);
      const issuing = world.connector.issue(request, world.call());
      await expect(issuing).rejects.toMatchObject({ meaning: { outcome: 'rejected' } });
      expect(await world.issuedFor(request.reference)).toBe(0);
    },
  );
});
