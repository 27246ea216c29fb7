import assert from 'node:assert/strict';
import type { IssueRequest } from '../connector.js';
import { assertPayable, failsAs, inTime, onlyOne } from './contract-assertions.js';
import { ask } from './contract-steps.js';
import type { ContractCase, ContractWorld } from './contract-world.js';

/** What a connector must do with amounts at its limits, and around them. */
export function limitsContract(world: ContractWorld): ContractCase[] {
  const { connector } = world;
  const { minimum, maximum, step } = connector.limits;
  const amounts = { smallest: minimum, largest: maximum };
  return [
    ...Object.entries(amounts).map(([name, amount]) => ({
      name: `issues the ${name} amount that it announces`,
      run: async () => {
        assertPayable(await inTime(connector.issue(world.request({ amount }), world.call())));
      },
    })),
    ...(
      [
        ['one step below the smallest', { ...minimum, minor: minimum.minor - step.minor }],
        ['one step above the largest', { ...maximum, minor: maximum.minor + step.minor }],
      ] as const
    ).map(([name, amount]) => ({
      name: `issues an amount ${name} for the whole of it, or refuses it and nothing is there`,
      run: () => issuesOrRefuses(world, world.request({ amount })),
    })),
    {
      name: 'refuses what is no whole step before anything is sent that could be executed',
      run: async () => {
        if (step.minor === 1n) return;
        const amount = { ...minimum, minor: minimum.minor + step.minor - 1n };
        const call = world.call();
        const failure = await failsAs('rejected', connector.issue(world.request({ amount }), call));
        assert.equal(failure.kind, 'invalid_request');
        assert.ok(!call.mayHaveExecuted, 'it was sent');
      },
    },
  ];
}

/** The kit refuses amounts out of the limits by itself: here only nothing may be half done. */
async function issuesOrRefuses(world: ContractWorld, request: IssueRequest): Promise<void> {
  const { connector, driver } = world;
  try {
    assertPayable(await inTime(connector.issue(request, world.call())));
  } catch (error) {
    await failsAs('rejected', Promise.reject(error as Error));
    assert.equal(await driver.issuedFor(request.reference), 0);
    return;
  }
  assert.deepEqual(onlyOne(await ask(world, request.reference)).amount, request.amount);
}
