import assert from 'node:assert/strict';
import type { IssueRequest } from '../connector.js';
import { issueOffered } from '../terms/terms-at.js';
import { assertPayable, failsAs, inTime, onlyOne } from './contract-assertions.js';
import { ask } from './contract-steps.js';
import type { ContractCase } from './contract-case.js';
import type { ContractWorld, IssuingWorld } from './contract-world.js';

/**
 * What becomes of amounts at the limits of a route, and around them: asked for as the kit asks, which refuses those
 * around by itself, and of the connector alone, which terms of an operator may ask for more or less.
 *
 * @param provider the same world, where a provider is asked; null where none is
 */
export function limitsContract(
  world: IssuingWorld,
  provider: ContractWorld | null,
): ContractCase[] {
  const { connector } = world;
  const { minimum, maximum, step } = connector.limits;
  const amounts = { smallest: minimum, largest: maximum };
  const around = [
    ['below the smallest', { ...minimum, minor: minimum.minor - step.minor }],
    ['above the largest', { ...maximum, minor: maximum.minor + step.minor }],
  ] as const;
  return [
    ...Object.entries(amounts).map(([name, amount]) => ({
      name: `issues the ${name} amount that it announces, for the whole of it`,
      run: async () => {
        const request = world.request({ amount });
        assertPayable(await inTime(issueOffered(connector, null, request, world.call())));
        await isThere(provider, request);
      },
    })),
    ...around.map(([name, amount]) => ({
      name: `refuses an amount one step ${name}, and sends nothing`,
      run: () => isRefused(world, provider, world.request({ amount }), 'limit_exceeded'),
    })),
    ...around.map(([name, amount]) => ({
      name: `asked by itself for an amount one step ${name}, issues the whole of it or refuses it`,
      run: () => issuesOrRefuses(world, provider, world.request({ amount })),
    })),
    {
      name: 'refuses what is no whole step before anything is sent that could be executed',
      run: async () => {
        if (step.minor === 1n) return;
        const amount = { ...minimum, minor: minimum.minor + step.minor - 1n };
        await isRefused(world, provider, world.request({ amount }), 'invalid_request');
      },
    },
  ];
}

/** Either is right, but never an amount other than the one that was asked for, nor something half done. */
async function issuesOrRefuses(
  world: IssuingWorld,
  provider: ContractWorld | null,
  request: IssueRequest,
): Promise<void> {
  const { connector } = world;
  try {
    assertPayable(await inTime(connector.issue(request, world.call())));
  } catch (error) {
    await failsAs('rejected', Promise.reject(error as Error));
    await isNotThere(provider, request);
    return;
  }
  await isThere(provider, request);
}

/** A log-in may have gone out, where it comes before the mapping; nothing else may. */
async function isRefused(
  world: IssuingWorld,
  provider: ContractWorld | null,
  request: IssueRequest,
  kind: 'limit_exceeded' | 'invalid_request',
): Promise<void> {
  const call = world.call();
  const issuing = issueOffered(world.connector, null, request, call);
  assert.equal((await failsAs('rejected', issuing)).kind, kind);
  const sent = call.exchanges.filter(({ purpose }) => purpose !== 'log_in');
  assert.deepEqual(sent, [], 'something was sent');
  await isNotThere(provider, request);
}

async function isThere(provider: ContractWorld | null, request: IssueRequest): Promise<void> {
  if (provider === null) return;
  const { amount } = onlyOne(await ask(provider, request.reference));
  assert.deepEqual(amount, request.amount);
}

async function isNotThere(provider: ContractWorld | null, request: IssueRequest): Promise<void> {
  if (provider !== null) assert.equal(await provider.driver.issuedFor(request.reference), 0);
}
