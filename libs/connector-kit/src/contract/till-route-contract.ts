import assert from 'node:assert/strict';
import type { Issued, IssueRequest } from '../connector.js';
import { announcementContract } from './announcement-contract.js';
import { CapturedLog } from './captured-log.js';
import { assertNothingPrivate, assertPayable, inTime } from './contract-assertions.js';
import { inParts, type CapabilityCase, type ContractCase } from './contract-case.js';
import type { ContractWorld } from './contract-world.js';
import { limitsContract } from './limits-contract.js';
import { takenTexts } from './text-contract.js';
import { tillContract } from './till-contract.js';

/** What the contract needs of a world whose connector has tills: no provider is asked there. */
export type TillRouteWorld = Pick<
  ContractWorld,
  'connector' | 'till' | 'request' | 'call' | 'secrets' | 'freshConnector'
>;

/**
 * What a route with tills is held to: what it says of itself, what it issues, which is its own alone, and what it
 * answers tills. What it may still have of a provider, for what was issued before it had tills, is for a world of
 * the same route without them.
 */
export function tillRouteContract(world: TillRouteWorld): CapabilityCase[] {
  return inParts({
    announcement: announcementContract(world),
    issue: [...instructions(world), ...takenTexts(world), ...limitsContract(world, null)],
    records: quiet(world),
    tills: tills(world),
  });
}

function instructions(world: TillRouteWorld): ContractCase[] {
  const { connector } = world;
  const issue = (request: IssueRequest) => inTime(connector.issue(request, world.call()));
  return [
    {
      name: 'issues, in two languages, what to pay with which code, where and until when, and calls nobody',
      run: async () => {
        const call = world.call();
        const issued = await inTime(connector.issue(world.request(), call));
        assertPayable(issued);
        codeIn(issued);
        assert.ok(issued.providerTransactionId.length > 0);
        assert.deepEqual(call.exchanges, [], 'somebody was called');
      },
    },
    {
      name: 'issues again under the same reference what it issued before, with nothing remembered',
      run: async () => {
        const request = world.request();
        const issued = await issue(request);
        const again = world.freshConnector().issue(request, world.call());
        assert.deepEqual(await inTime(again), issued);
      },
    },
    {
      name: 'hands out another code for another reference',
      run: async () => {
        const [first, second] = [await issue(world.request()), await issue(world.request())];
        assert.notEqual(codeIn(first), codeIn(second));
      },
    },
    {
      name: 'takes a reference of 48 digits',
      run: async () => {
        const reference = `9${world.request().reference}`.padEnd(48, '7');
        assertPayable(await issue(world.request({ reference })));
      },
    },
  ];
}

/** What a till asks about. */
function codeIn({ instruction }: Issued): string {
  return instruction.kind === 'voucher' ? instruction.code : assert.fail('no code for a till');
}

function quiet(world: TillRouteWorld): ContractCase[] {
  return [
    {
      name: 'lets neither credentials nor payer data into the log while it issues',
      run: async () => {
        const log = new CapturedLog();
        const request = world.request();
        await log.attempt('issue', () => world.connector.issue(request, world.call()));
        assertNothingPrivate(world, request, log.lines);
      },
    },
  ];
}

/** A route whose tills nobody can play cannot be held to anything. */
function tills({ connector, till }: TillRouteWorld): ContractCase[] {
  if (connector.tills === undefined) return [];
  if (till !== undefined) return tillContract({ tills: connector.tills, till });
  return [{ name: 'has a till that asks', run: async () => assert.fail('the world has no till') }];
}
