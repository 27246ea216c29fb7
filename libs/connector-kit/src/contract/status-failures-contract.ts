import assert from 'node:assert/strict';
import { failsAs, onlyOne } from './contract-assertions.js';
import { ask, issueOne } from './contract-steps.js';
import { offeredIf, type ContractCase } from './contract-case.js';
import { changed, CONTRACT_FAULTS, type ContractWorld } from './contract-world.js';

/** What a connector must do when a status cannot be read. */
export function statusFailuresContract(world: ContractWorld): ContractCase[] {
  const { connector, driver } = world;
  const faults = [...Object.keys(CONTRACT_FAULTS), 'reject'] as (keyof typeof CONTRACT_FAULTS)[];
  const unread = (operation: 'search' | 'status') =>
    faults.map((fault) => ({
      name: `never takes ${fault} of a ${operation} for an absence`,
      run: async () => {
        const { request, issued } = await issueOne(world);
        const query = {
          reference: request.reference,
          providerTransactionIds: [issued.providerTransactionId],
          scope: 'reference' as const,
        };
        await driver.fault(operation, fault);
        await failsAs('unknown', connector.readStatus(query, world.call(1_000)));
        await driver.clearFaults();
        assert.equal(onlyOne(await ask(world, request.reference)).status, 'pending');
      },
    }));
  return [
    ...offeredIf(world.hasSearch, 'one request finds by reference and reads', unread('search')),
    ...unread('status'),
    {
      name: 'never takes a refusal to answer about one transaction for its absence',
      run: async () => {
        const { request, issued } = await issueOne(world);
        const query = {
          reference: request.reference,
          providerTransactionIds: [issued.providerTransactionId],
          scope: 'transactions' as const,
        };
        await driver.fault('status', 'reject');
        await failsAs('unknown', connector.readStatus(query, world.call()));
      },
    },
    {
      name: 'takes a state that it does not know for an error, never for a default',
      run: async () => {
        const { request } = await issueOne(world);
        const query = { reference: request.reference, providerTransactionIds: [] };
        const call = changed(world.call(), world.toUnknownState);
        const reading = connector.readStatus({ ...query, scope: 'reference' }, call);
        assert.equal((await failsAs('unknown', reading)).kind, 'malformed_reply');
      },
    },
  ];
}
