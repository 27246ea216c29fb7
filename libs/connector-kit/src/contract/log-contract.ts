import type { Issued, IssueRequest } from '../connector.js';
import { strangeOnes } from './callback-contract.js';
import { CapturedLog } from './captured-log.js';
import { assertNothingPrivate } from './contract-assertions.js';
import type { ContractCase } from './contract-case.js';
import type { ContractFault, ContractWorld } from './contract-world.js';

/** What the provider does with an issue; null is nothing out of the ordinary. */
const ANSWERS: readonly (ContractFault | null)[] = [null, 'reject', 'malformed', 'http_500_after'];

/** What may stand in the log of a service: neither credentials nor payer data, whatever a connector does. */
export function logContract(world: ContractWorld): ContractCase[] {
  return [
    {
      name: 'lets neither credentials nor payer data into the log while it issues, whatever happens',
      run: () => issuesQuietly(world),
    },
    ...(world.connector.readCallback === undefined
      ? []
      : [
          {
            name: 'lets neither credentials nor payer data into the log while it reads callbacks',
            run: () => readsQuietly(world),
          },
        ]),
  ];
}

async function issuesQuietly(world: ContractWorld): Promise<void> {
  const { driver } = world;
  const log = new CapturedLog();
  for (const answer of ANSWERS) {
    const request = world.request();
    const connector = world.freshConnector();
    if (answer !== null) await driver.fault('issue', answer);
    await log.attempt('issue', () => connector.issue(request, world.call(1_000)));
    await driver.clearFaults();
    if (answer !== null) await driver.fault('status', answer);
    await log.attempt('status', () => connector.readStatus(askedBy(request), world.call(1_000)));
    await driver.clearFaults();
  }
  const request = world.request();
  await log.attempt('issue', () => world.withWrongKeys().issue(request, world.call()));
  assertNothingPrivate(world, request, log.lines);
}

async function readsQuietly(world: ContractWorld): Promise<void> {
  const { connector, driver } = world;
  const log = new CapturedLog();
  const request = world.request();
  const issued: Issued[] = [];
  await log.attempt('issue', async () => {
    issued.push(await connector.issue(request, world.call()));
  });
  for (const one of issued) await driver.pay(world.codeOf(one));
  const callback = await driver.callbackAbout(request.reference);
  for (const one of [callback, world.tamper(callback), ...strangeOnes(callback)]) {
    await log.attempt('callback', () => connector.readCallback?.(one));
  }
  assertNothingPrivate(world, request, log.lines);
}

function askedBy({ reference }: IssueRequest) {
  return { reference, providerTransactionIds: [], scope: 'reference' as const };
}
