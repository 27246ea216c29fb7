import assert from 'node:assert/strict';
import type { RecordedCall } from '../calls/provider-http.client.js';
import { announcementContract } from './announcement-contract.js';
import { banksContract } from './banks-contract.js';
import { callbackContract } from './callback-contract.js';
import { cancelContract } from './cancel-contract.js';
import { assertNothingPrivate, inTime } from './contract-assertions.js';
import { inParts, type CapabilityCase, type ContractCase } from './contract-case.js';
import type { ContractWorld } from './contract-world.js';
import { issueContract } from './issue-contract.js';
import { logContract } from './log-contract.js';
import { settlementContract } from './settlement-contract.js';
import { statusContract } from './status-contract.js';
import { tillRouteContract } from './till-route-contract.js';
import { worldProblem } from './world-members.js';

/**
 * The suite that every connector passes, in the tree or out of it, against a pretend provider that speaks the
 * real protocol. It belongs to no test runner:
 *
 *     for (const { name, run } of connectorContract(world)) it(name, run);
 *
 * @throws Error for a world that lacks what this version asks for
 * @returns cases that can run in any order, one after the other; without those about what its world does not offer
 */
export function connectorContract(world: ContractWorld): CapabilityCase[] {
  return wholeContract(world).filter(({ notOffered }) => notOffered === undefined);
}

/** The same with those that say `notOffered`, which are not to be run. */
export function wholeContract(world: ContractWorld): CapabilityCase[] {
  const problem = worldProblem(world);
  if (problem !== null) throw new Error(problem);
  if (world.connector.tills !== undefined) return tillRouteContract(world);
  const cases = inParts({
    announcement: announcementContract(world),
    issue: issueContract(world),
    status: statusContract(world),
    records: [...records(world), ...logContract(world)],
    cancel: cancelContract(world),
    callbacks: callbackContract(world),
    banks: banksContract(world),
    settlements: settlementContract(world),
  });
  return cases.map((one) => ({
    ...one,
    run: async () => {
      await world.driver.clearFaults();
      try {
        await one.run();
      } finally {
        // Tests of a route's own use the world next: nothing may fail there, or be told otherwise.
        await world.driver.clearFaults();
      }
    },
  }));
}

function records(world: ContractWorld): ContractCase[] {
  const { connector, driver } = world;
  return [
    {
      name: 'leaves neither credentials nor payer data in the record of an exchange, whatever happens',
      run: async () => {
        const fresh = world.freshConnector();
        const request = world.request();
        const calls: RecordedCall[] = [world.call(), world.call(), world.call()];
        const [issuing, failing, reading] = calls as [RecordedCall, RecordedCall, RecordedCall];
        const issued = await inTime(fresh.issue(request, issuing));
        await driver.pay(world.codeOf(issued));
        await driver.fault('issue', 'malformed');
        await fresh.issue(request, failing).catch(() => undefined);
        const query = { reference: request.reference, providerTransactionIds: [] };
        await fresh.readStatus({ ...query, scope: 'reference' }, reading);
        const exchanges = calls.flatMap((call) => call.exchanges);
        const texts = exchanges.map(({ text }) => text);
        assertNothingPrivate(world, request, texts);
        assert.ok(issuing.exchanges.length > 0 && reading.exchanges.length > 0);
      },
    },
    {
      name: 'keeps what was said about the voucher in the record',
      run: async () => {
        const request = world.request();
        const call = world.call();
        const issued = await inTime(connector.issue(request, call));
        const record = call.exchanges.map((one) => world.opened(one.text)).join();
        assert.ok(record.includes(request.reference));
        assert.ok(record.includes(issued.providerTransactionId));
      },
    },
  ];
}
