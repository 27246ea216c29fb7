import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT, epaycoAt, epaycoUnderContract } from '@cauce/provider-epayco/contract';
import { startSandbox } from '@cauce/sandbox';
import { puntoredRoute } from './fixtures/puntored-route.js';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
});
const world = await SandboxContractWorld.open(
  sandbox.url,
  epaycoUnderContract(sandbox.url, puntoredRoute),
);

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('puntored.epayco keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

it.each(['classic', 'newer'])(
  'at the %s service is payable at Punto Red alone, and the payer is told so',
  async (service) => {
    const connector = puntoredRoute({
      ...epaycoAt(sandbox.url),
      CAUCE_EPAYCO_TRANSACTION_SERVICE: service,
    });
    const { instruction } = await connector.issue(world.request(), world.call());
    expect(instruction).toMatchObject({
      kind: 'voucher',
      text: { es: expect.stringContaining('un punto Punto Red e indica') },
    });
    const code = instruction.kind === 'voucher' ? instruction.code : '';
    const journal = await fetch(
      `${sandbox.url}/sandbox/journal?protocol=epayco&kind=voucher_issued`,
    );
    const { data } = (await journal.json()) as { data: { code: string }[] };
    expect(data.find((line) => line.code === code)).toMatchObject({ network: 'puntored' });
  },
);
