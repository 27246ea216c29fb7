import { connectorContract, SandboxContractWorld, tillRouteContract } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT } from '@cauce/provider-epayco/contract';
import {
  payvalidaTillWorld,
  payvalidaUnderContract,
  payvalidaWorld,
} from '@cauce/provider-payvalida/contract';
import { startSandbox } from '@cauce/sandbox';
import { efectyRoute } from './fixtures/efecty-route.js';

const { listener, account } = await payvalidaWorld('efecty');
const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
  payvalida: account,
});
const world = SandboxContractWorld.openWith(
  listener,
  sandbox.url,
  payvalidaUnderContract(sandbox.url, 'efecty', efectyRoute),
);

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('efecty.payvalida keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('efecty.payvalida keeps the contract of routes with tills', () => {
  const tills = payvalidaTillWorld(sandbox.url, 'efecty', efectyRoute);
  for (const { name, run } of tillRouteContract(tills)) it(name, run, 30_000);
});

describe('efecty.payvalida over the wire of Payvalida', () => {
  it('is not fooled by a forged notification of Payvalida’s own form', async () => {
    const issued = await world.connector.issue(world.request(), world.call());
    const forged = await world.forgedCallback(world.codeOf(issued));
    expect(world.connector.readCallback?.(forged)).toMatchObject({ kind: 'forged' });
  });
});
