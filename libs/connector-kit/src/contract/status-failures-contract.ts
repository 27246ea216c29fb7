import assert from 'node:assert/strict';
import { failsAs, onlyOne } from './contract-assertions.js';
import { ask, issueOne } from './contract-steps.js';
import {
  changed,
  CONTRACT_FAULTS,
  type ContractCase,
  type ContractWorld,
} from './contract-world.js';

const OPERATIONS = ['search', 'status'] as const;

/** What a connector must do when a status cannot be read. */
export function statusFailuresContract(world: ContractWorld): ContractCase[] {
  const { connector, driver } = world;
  const faults = [...Object.keys(CONTRACT_FAULTS), 'reject'] as (keyof typeof CONTRACT_FAULTS)[];
  return [
    ...faults
      .flatMap((fault) =>
        OPERATIONS.filter((one) => world.hasSearch || one === 'status').map((operation) => ({
          fault,
          operation,
        })),
      )
      .map(({ fault, operation }) => ({
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
      })),
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
