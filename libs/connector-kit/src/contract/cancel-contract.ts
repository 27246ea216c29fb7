import assert from 'node:assert/strict';
import { failsAs, inTime, onlyOne } from './contract-assertions.js';
import { ask, issueOne } from './contract-steps.js';
import type { ContractCase } from './contract-case.js';
import type { ContractWorld } from './contract-world.js';

/** What a connector must do when it voids, if it can. */
export function cancelContract(world: ContractWorld): ContractCase[] {
  const { connector } = world;
  if (connector.cancel === undefined) return [];
  const cancel = (reference: string) =>
    inTime(
      connector.cancel?.(
        { reference, providerTransactionIds: [], scope: 'reference' },
        world.call(),
      ) ?? assert.fail(),
    );
  return [
    {
      name: 'voids what nobody has paid, and says so again when it is asked again',
      run: async () => {
        const { request } = await issueOne(world);
        await cancel(request.reference);
        await cancel(request.reference);
        assert.equal(onlyOne(await ask(world, request.reference)).status, 'cancelled');
      },
    },
    {
      name: 'refuses to void what was paid, which stays paid',
      run: async () => {
        const { request, code } = await issueOne(world);
        await world.driver.pay(code);
        await failsAs('rejected', cancel(request.reference));
        assert.equal(onlyOne(await ask(world, request.reference)).status, 'paid');
      },
    },
  ];
}
