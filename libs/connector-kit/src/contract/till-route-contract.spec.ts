import { jest } from '@jest/globals';
import { providerAgent, RecordedCall } from '../calls/provider-http.client.js';
import { ConnectorError } from '../connector-error.js';
import type { Issued, IssueRequest } from '../connector.js';
import { idOf, instructionOf, PretendProvider } from '../fixtures/pretend-provider.js';
import { pretendTills } from '../fixtures/pretend-tills.js';
import { connectorContract } from './connector-contract.js';
import { paymentOf } from './contract-payment.js';
import type { ContractWorld } from './contract-world.js';
import { runContract } from './run-contract.js';
import { tillRouteContract, type TillRouteWorld } from './till-route-contract.js';
import type { TillDriver } from './till-driver.js';

type Issue = (request: IssueRequest) => Promise<Issued> | Issued;

const unanswered = async () =>
  ({ kind: 'unanswered', amountMinor: null, transaction: null }) as const;
const till: TillDriver = {
  network: 'RED',
  consult: unanswered,
  pay: unanswered,
  reverse: unanswered,
};

/** What this route hands out: the code is made of the reference alone. */
function voucherOf(request: IssueRequest): Issued {
  const instruction = instructionOf(request);
  const code = instruction.kind === 'voucher' ? instruction.code : '';
  const text = { es: `Paga $ 85.000 con ${code}`, en: `Pay $ 85.000 with ${code}` };
  return {
    providerTransactionId: idOf(request.reference),
    instruction: { ...instruction, text } as Issued['instruction'],
  };
}

function issuedStrictly(request: IssueRequest): Issued {
  if (request.amount.minor % 100n !== 0n) throw new ConnectorError('invalid_request', 'no pesos');
  return voucherOf(request);
}

const agent = providerAgent();
afterAll(() => agent.destroy());

function worldOf(issue: Issue): TillRouteWorld {
  let serial = 0;
  const connect = () =>
    Object.assign(new PretendProvider(() => new Date()), {
      issue: async (request: IssueRequest) => issue(request),
      tills: pretendTills,
    });
  return {
    connector: connect(),
    till,
    secrets: ['right'],
    freshConnector: connect,
    call: (timeoutMs = 5_000) =>
      new RecordedCall({ agent, now: () => new Date(), timeoutMs, privateFields: [] }),
    request: (change = {}) => {
      serial += 1;
      return { ...paymentOf(serial, 'http://127.0.0.1/'), ...change };
    },
  };
}

async function brokenBy(issue: Issue): Promise<string[]> {
  const broken: string[] = [];
  for (const { capability, name, run } of tillRouteContract(worldOf(issue))) {
    if (capability !== 'tills') await run().catch(() => broken.push(name));
  }
  return broken;
}

describe('a route with tills', () => {
  beforeAll(() => void jest.spyOn(console, 'log').mockImplementation(() => undefined));
  afterAll(() => jest.restoreAllMocks());

  it('is held to what it says of itself, to what it issues and to its tills', async () => {
    expect(await brokenBy(issuedStrictly)).toEqual([]);
  });

  let serial = 0;
  it.each<[string, Issue, string]>([
    [
      'hands out a code that it has to remember',
      (request) => {
        serial += 1;
        return issuedStrictly({ ...request, reference: `${request.reference}${serial}` });
      },
      'issues again under the same reference what it issued before, with nothing remembered',
    ],
    [
      'hands out the same code for everything',
      (request) => issuedStrictly({ ...request, reference: '1' }),
      'hands out another code for another reference',
    ],
    [
      'takes what is no whole step',
      voucherOf,
      'refuses what is no whole step before anything is sent that could be executed',
    ],
    [
      'prints who pays',
      (request) => {
        console.log(request.payer.name);
        return issuedStrictly(request);
      },
      'lets neither credentials nor payer data into the log while it issues',
    ],
  ])('does not keep the contract when it %s', async (_, issue, name) => {
    expect(await brokenBy(issue)).toEqual([name]);
  });

  it('needs a till', () => {
    const cases = tillRouteContract({ ...worldOf(issuedStrictly), till: undefined });
    expect(cases.at(-1)?.name).toBe('has a till that asks');
  });

  it('is said to have what it is not held to here', async () => {
    const world = worldOf(issuedStrictly) as ContractWorld;
    expect(connectorContract(world).length).toBe(tillRouteContract(world).length);
    const { capabilities } = await runContract(world, () => undefined);
    const standing = capabilities.map(({ name, isOffered, isHeld }) => [name, isOffered, isHeld]);
    expect(standing).toEqual([
      ['announcement', true, true],
      ['issue', true, true],
      ['status', true, false],
      ['records', true, true],
      ['cancel', false, false],
      ['callbacks', true, false],
      ['banks', false, false],
      ['settlements', false, false],
      ['tills', true, true],
    ]);
  });
});
