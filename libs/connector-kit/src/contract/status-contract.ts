import assert from 'node:assert/strict';
import type { Issued, IssueRequest, StatusAnswer } from '../connector.js';
import { failsAs, found, inTime, onlyOne, voucherOf } from './contract-assertions.js';
import {
  changed,
  CONTRACT_FAULTS,
  type ContractCase,
  type ContractWorld,
} from './contract-world.js';

interface Voucher {
  readonly request: IssueRequest;
  readonly issued: Issued;
  readonly code: string;
}

/** What a connector must do when it reads a status. */
export function statusContract(world: ContractWorld): ContractCase[] {
  return [...states(world), ...money(world), ...questions(world), ...failures(world)];
}

async function issueOne(
  world: ContractWorld,
  change: Partial<IssueRequest> = {},
): Promise<Voucher> {
  const request = world.request(change);
  const issued = await inTime(world.connector.issue(request, world.call()));
  return { request, issued, code: voucherOf(issued).code };
}

/** Asks for everything under a reference, with no id known: as after a reply that was lost. */
function ask(world: ContractWorld, reference: string): Promise<StatusAnswer> {
  const query = { reference, providerTransactionIds: [], scope: 'reference' as const };
  return inTime(world.connector.readStatus(query, world.call()));
}

function states(world: ContractWorld): ContractCase[] {
  return [
    {
      name: 'says absent for a reference that the provider does not have',
      run: async () => {
        assert.deepEqual(await ask(world, world.request().reference), { kind: 'absent' });
      },
    },
    {
      name: 'says pending for a voucher that nobody has paid, with our reference as we wrote it',
      run: async () => {
        const { request, issued } = await issueOne(world);
        const transaction = onlyOne(await ask(world, request.reference));
        assert.equal(transaction.status, 'pending');
        assert.equal(transaction.reference, request.reference);
        assert.equal(transaction.providerTransactionId, issued.providerTransactionId);
        assert.deepEqual(transaction.amount, request.amount);
      },
    },
    {
      name: 'says paid once it is, with what was paid',
      run: async () => {
        const { request, code } = await issueOne(world);
        await world.driver.pay(code);
        const transaction = onlyOne(await ask(world, request.reference));
        assert.equal(transaction.status, 'paid');
        assert.deepEqual(transaction.amount, request.amount);
        const ageMs = Date.now() - transaction.occurredAt.getTime();
        assert.ok(Math.abs(ageMs) < 120_000, `paid ${ageMs} ms ago`);
      },
    },
    {
      name: 'says reversed once the counter took it back',
      run: async () => {
        const { request, code } = await issueOne(world);
        await world.driver.pay(code);
        await world.driver.reverse(code);
        assert.equal(onlyOne(await ask(world, request.reference)).status, 'reversed');
      },
    },
  ];
}

function money(world: ContractWorld): ContractCase[] {
  const { step } = world.connector.limits;
  return [
    ...([-1n, 1n] as const).map((steps) => ({
      name: `says exactly what was paid when it is ${steps} step more than due`,
      run: async () => {
        const { request, code } = await issueOne(world);
        const paid = request.amount.minor + steps * step.minor;
        await world.driver.pay(code, paid);
        const { status, amount } = onlyOne(await ask(world, request.reference));
        assert.deepEqual([status, amount.minor], ['paid', paid]);
      },
    })),
    {
      name: 'shows both payments of a voucher that was paid twice, under ids of their own',
      run: async () => {
        const { request, code } = await issueOne(world);
        await world.driver.pay(code);
        await world.driver.pay(code);
        const transactions = found(await ask(world, request.reference));
        assert.deepEqual(
          transactions.map((one) => one.status),
          ['paid', 'paid'],
        );
        assert.equal(new Set(transactions.map((one) => one.providerTransactionId)).size, 2);
      },
    },
  ];
}

function questions(world: ContractWorld): ContractCase[] {
  const { connector } = world;
  return [
    {
      name: 'answers about one transaction by its id, with the reference that the provider has for it',
      run: async () => {
        const { request, issued } = await issueOne(world);
        const answer = await connector.readStatus(
          {
            reference: '1',
            providerTransactionIds: [issued.providerTransactionId],
            scope: 'transactions',
          },
          world.call(),
        );
        assert.equal(onlyOne(answer).reference, request.reference);
      },
    },
    {
      name: 'says absent for a transaction that the provider does not have',
      run: async () => {
        const query = {
          reference: '1',
          providerTransactionIds: ['1'],
          scope: 'transactions' as const,
        };
        assert.deepEqual(await connector.readStatus(query, world.call()), { kind: 'absent' });
      },
    },
    {
      name: 'changes nothing at the provider',
      run: async () => {
        const { request } = await issueOne(world);
        const call = world.call();
        const query = { reference: request.reference, providerTransactionIds: [] };
        await connector.readStatus({ ...query, scope: 'reference' }, call);
        assert.ok(!call.mayHaveExecuted);
        assert.deepEqual(
          call.exchanges.filter((one) => one.purpose === 'execute'),
          [],
        );
      },
    },
  ];
}

function failures(world: ContractWorld): ContractCase[] {
  const { connector, driver } = world;
  const faults = [...Object.keys(CONTRACT_FAULTS), 'reject'] as (keyof typeof CONTRACT_FAULTS)[];
  return [
    ...faults.map((fault) => ({
      name: `never takes ${fault} of a status query for an absence`,
      run: async () => {
        const { request, issued } = await issueOne(world);
        const query = {
          reference: request.reference,
          providerTransactionIds: [issued.providerTransactionId],
          scope: 'reference' as const,
        };
        await driver.fault('status', fault);
        await failsAs('unknown', connector.readStatus(query, world.call(1_000)));
        await driver.clearFaults();
        assert.equal(onlyOne(await ask(world, request.reference)).status, 'pending');
      },
    })),
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
