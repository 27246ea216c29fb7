import assert from 'node:assert/strict';
import { found, onlyOne } from './contract-assertions.js';
import { ask, issueOne } from './contract-steps.js';
import { offeredIf, type ContractCase } from './contract-case.js';
import { END_STATES, type ContractWorld } from './contract-world.js';
import { referenceContract } from './reference-contract.js';
import { statusFailuresContract } from './status-failures-contract.js';

/** What a connector must do when it reads a status. */
export function statusContract(world: ContractWorld): ContractCase[] {
  return [
    ...states(world),
    ...money(world),
    ...referenceContract(world),
    ...questions(world),
    ...statusFailuresContract(world),
  ];
}

function states(world: ContractWorld): ContractCase[] {
  const { payers, endsAs = 'expired' } = world;
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
      name: `says ${endsAs} once its time is over and nobody has paid, however often it is asked`,
      run: async () => {
        assert.ok(END_STATES.includes(endsAs), `${endsAs} is no end without money`);
        const { request, code } = await issueOne(world);
        await world.driver.expire(code);
        for (let count = 0; count < 2; count += 1) {
          const answer = await ask(world, request.reference);
          if (endsAs === 'absent') assert.deepEqual(answer, { kind: 'absent' });
          else {
            const { status, reference } = onlyOne(answer);
            assert.deepEqual([status, reference], [endsAs, request.reference]);
          }
        }
      },
    },
    ...offeredIf(payers.takeBack, 'nothing is taken back there', takenBack(world)),
  ];
}

function takenBack(world: ContractWorld): ContractCase[] {
  return [
    {
      name: 'says reversed once it was taken back',
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
  const { payOtherAmounts, payTwice } = world.payers;
  return [
    ...offeredIf(payOtherAmounts, 'nobody pays another amount than is due', otherAmounts(world)),
    ...offeredIf(payTwice, 'nobody pays twice', twice(world)),
  ];
}

function otherAmounts(world: ContractWorld): ContractCase[] {
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
  ];
}

function twice(world: ContractWorld): ContractCase[] {
  return [
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
      name: 'changes nothing at the provider while nobody has paid',
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
