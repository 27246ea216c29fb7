import assert from 'node:assert/strict';
import { inTime } from './contract-assertions.js';
import type { ContractCase } from './contract-case.js';
import type { ContractWorld } from './contract-world.js';

/** What a list of banks must be, if a connector has one. */
export function banksContract(world: ContractWorld): ContractCase[] {
  const { connector } = world;
  const { listBanks } = connector;
  if (listBanks === undefined) return [];
  return [
    {
      name: 'lists banks that a payer can choose from, each once and with a name',
      run: async () => {
        const banks = await inTime(listBanks.call(connector, world.call()));
        assert.ok(banks.length > 0, 'no bank');
        assert.equal(new Set(banks.map(({ code }) => code)).size, banks.length);
        for (const { code, name } of banks) {
          assert.ok(code !== '' && code !== '0', `the code "${code}" is no bank`);
          assert.ok(name.trim() !== '', `${code} has no name`);
        }
      },
    },
    {
      name: 'refuses a payment without a bank, and nothing is there',
      run: async () => {
        const request = world.request({ bank: null });
        await assert.rejects(inTime(connector.issue(request, world.call())));
        assert.equal(await world.driver.issuedFor(request.reference), 0);
      },
    },
  ];
}
