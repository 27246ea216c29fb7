import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT, epaycoAt, epaycoUnderContract } from '@cauce/provider-epayco/contract';
import { startSandbox } from '@cauce/sandbox';
import { balotoRoute } from './fixtures/baloto-route.js';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
});
const world = await SandboxContractWorld.open(
  sandbox.url,
  epaycoUnderContract(sandbox.url, balotoRoute),
);

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('baloto.epayco keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

it.each(['classic', 'newer'])(
  'at the %s service is payable at Baloto alone, and the payer is told so',
  async (service) => {
    const connector = balotoRoute({
      ...epaycoAt(sandbox.url),
      CAUCE_EPAYCO_TRANSACTION_SERVICE: service,
    });
    const { instruction } = await connector.issue(world.request(), world.call());
    expect(instruction).toMatchObject({
      kind: 'voucher',
      text: { es: expect.stringContaining('un punto Baloto e indica') },
    });
    const code = instruction.kind === 'voucher' ? instruction.code : '';
    const journal = await fetch(
      `${sandbox.url}/sandbox/journal?protocol=epayco&kind=voucher_issued`,
    );
    const { data } = (await journal.json()) as { data: { code: string }[] };
    expect(data.find((line) => line.code === code)).toMatchObject({ network: 'baloto' });
  },
);
