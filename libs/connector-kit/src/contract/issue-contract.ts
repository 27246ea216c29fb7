import assert from 'node:assert/strict';
import type { IssueRequest } from '../connector.js';
import { assertPayable, failsAs, inTime } from './contract-assertions.js';
import { ask, issueOne } from './contract-steps.js';
import { limitsContract } from './limits-contract.js';
import { takenTexts, textContract } from './text-contract.js';
import { offeredIf, type ContractCase } from './contract-case.js';
import {
  changed,
  CONTRACT_FAULTS,
  type ContractFault,
  type ContractWorld,
} from './contract-world.js';

const LOG_IN_FAULTS = ['drop_request', 'http_500', 'malformed', 'reset'] as const;

/** What a connector must do when it issues. */
export function issueContract(world: ContractWorld): ContractCase[] {
  return [
    ...instructions(world),
    ...takenTexts(world),
    ...textContract(world),
    ...limitsContract(world, world),
    ...failures(world),
    ...(Object.keys(CONTRACT_FAULTS) as (keyof typeof CONTRACT_FAULTS)[]).map((fault) => ({
      name: `${fault} while issuing is unknown, and the status says what is true`,
      run: () => staysUnknown(world, fault),
    })),
  ];
}

function instructions(world: ContractWorld): ContractCase[] {
  const { connector, driver } = world;
  const issue = (request: IssueRequest) => inTime(connector.issue(request, world.call()));
  return [
    {
      name: 'issues what a payer can follow: a page to go to, or in two languages what to pay, where and until when',
      run: async () => {
        const request = world.request();
        const issued = await issue(request);
        assertPayable(issued);
        assert.ok(issued.providerTransactionId.length > 0);
        assert.equal(await driver.issuedFor(request.reference), 1);
      },
    },
    handsOutAgain(world) ? issuesAgain(world) : refusesAgain(world),
    {
      name: 'takes a reference of 48 digits as it is',
      run: async () => {
        const reference = `9${world.request().reference}`.padEnd(48, '7');
        const { providerTransactionId } = await issue(world.request({ reference }));
        const answer = await connector.readStatus(
          { reference, providerTransactionIds: [providerTransactionId], scope: 'reference' },
          world.call(),
        );
        assert.equal(answer.kind === 'found' && answer.transactions[0]?.reference, reference);
      },
    },
  ];
}

/** A world that says nothing of it was written before there were pages that are shown only once. */
function handsOutAgain({ issuesAgain: says }: ContractWorld): boolean {
  return says ?? true;
}

function issuesAgain(world: ContractWorld): ContractCase {
  return {
    name: 'issues again under the same reference what it issued before',
    run: async () => {
      const { request, issued } = await issueOne(world);
      const second = await inTime(world.connector.issue(request, world.call()));
      assert.deepEqual(second, issued);
      assert.equal(await world.driver.issuedFor(request.reference), 1);
    },
  };
}

function refusesAgain(world: ContractWorld): ContractCase {
  return {
    name: 'says that there is something under the reference, and makes nothing beside it',
    run: async () => {
      const { request } = await issueOne(world);
      const again = world.connector.issue(request, world.call());
      assert.equal((await failsAs('unknown', again)).kind, 'duplicate_reference');
      assert.equal(await world.driver.issuedFor(request.reference), 1);
    },
  };
}

function failures(world: ContractWorld): ContractCase[] {
  const { connector, driver } = world;
  return [
    {
      name: 'says rejected for a well-formed refusal, and nothing is there',
      run: async () => {
        const request = world.request();
        await driver.fault('issue', 'reject');
        await failsAs('rejected', connector.issue(request, world.call()));
        assert.equal(await driver.issuedFor(request.reference), 0);
      },
    },
    ...offeredIf(
      world.hasLogIn,
      'the protocol does not log in',
      LOG_IN_FAULTS.map((fault) => ({
        name: `says not_sent when the log-in fails with ${fault}`,
        run: () => isNotSent(world, fault),
      })),
    ),
    {
      name: 'says not_sent when its time is over before it starts',
      run: async () => {
        const request = world.request();
        await failsAs('not_sent', connector.issue(request, world.call(0)));
        assert.equal(await driver.issuedFor(request.reference), 0);
      },
    },
    {
      name: 'says auth_failed with keys that the provider does not know',
      run: async () => {
        const request = world.request();
        const issuing = world.withWrongKeys().issue(request, world.call());
        assert.equal((await failsAs('rejected', issuing)).kind, 'auth_failed');
        assert.equal(await driver.issuedFor(request.reference), 0);
      },
    },
    ...offeredIf(world.namesReference, 'the answer to a create does not say whose it is', [
      anotherReference(world),
    ]),
  ];
}

function anotherReference(world: ContractWorld): ContractCase {
  return {
    name: 'does not believe an answer about another reference',
    run: async () => {
      const call = changed(world.call(), world.toAnotherReference);
      const failure = await failsAs('unknown', world.connector.issue(world.request(), call));
      assert.equal(failure.kind, 'wrong_reference');
    },
  };
}

/** A connector that keeps a token has to be made anew, or it would not log in. */
async function isNotSent(world: ContractWorld, fault: ContractFault): Promise<void> {
  const request = world.request();
  const fresh = world.freshConnector();
  await world.driver.fault('login', fault);
  await failsAs('not_sent', fresh.issue(request, world.call(1_000)));
  assert.equal(await world.driver.issuedFor(request.reference), 0);
  assertPayable(await inTime(fresh.issue(request, world.call())));
}

async function staysUnknown(
  world: ContractWorld,
  fault: keyof typeof CONTRACT_FAULTS,
): Promise<void> {
  const { connector, driver } = world;
  const request = world.request();
  const { reference } = request;
  assertPayable(await inTime(connector.issue(world.request(), world.call())));
  await driver.fault('issue', fault);
  const call = world.call(1_000);
  await failsAs('unknown', connector.issue(request, call));
  assert.ok(call.mayHaveExecuted, 'unknown, although nothing was sent');
  const { isExecuted } = CONTRACT_FAULTS[fault];
  assert.equal(await driver.issuedFor(reference), isExecuted ? 1 : 0);
  const answer = await ask(world, reference);
  assert.equal(answer.kind, isExecuted && world.findsLost ? 'found' : 'absent');
  const again = inTime(connector.issue(request, world.call()));
  // What cannot be found, or not be handed out, must not be made a second time either.
  const isHandedOut = world.findsLost && (handsOutAgain(world) || !isExecuted);
  if (isHandedOut) assertPayable(await again);
  else assert.equal((await failsAs('unknown', again)).kind, 'duplicate_reference');
  assert.equal(await driver.issuedFor(reference), isExecuted || isHandedOut ? 1 : 0);
}
