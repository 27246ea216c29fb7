import assert from 'node:assert/strict';
import type { CallbackReading, Connector, RawCallback } from '../connector.js';
import { inTime, onlyOne } from './contract-assertions.js';
import { issueOne } from './contract-steps.js';
import { offeredIf, type ContractCase } from './contract-case.js';
import type { ContractWorld } from './contract-world.js';

type Reader = NonNullable<Connector['readCallback']>;

/** What a connector must do with callbacks, if it has them. */
export function callbackContract(world: ContractWorld): ContractCase[] {
  const { connector } = world;
  if (connector.readCallback === undefined) return [];
  const read: Reader = (callback) => connector.readCallback?.(callback) ?? assert.fail();
  return [
    {
      name: 'reads a callback of the provider: which reference, which transaction',
      run: async () => {
        const { reference, issuedId, callback } = await paidWithCallback(world);
        isAbout(world, read(callback), reference, issuedId);
      },
    },
    {
      name: 'makes no statement of its own accord unless its trust is signed',
      run: async () => {
        const { callback } = await paidWithCallback(world);
        const { kind } = read(callback);
        assert.equal(kind, connector.trust === 'signed' ? 'statement' : 'hint');
      },
    },
    {
      name: 'reads the same bytes the same way, however often',
      run: async () => {
        const { callback } = await paidWithCallback(world);
        assert.deepEqual(read(callback), read(callback));
      },
    },
    {
      name: 'takes a callback that was tampered with for forged',
      run: async () => {
        const { callback } = await paidWithCallback(world);
        assert.equal(read(world.tamper(callback)).kind, 'forged');
      },
    },
    {
      name: 'takes anything else for forged, and never fails',
      run: async () => {
        const { callback } = await paidWithCallback(world);
        for (const strange of strangeOnes(callback)) assert.equal(read(strange).kind, 'forged');
      },
    },
    ...deliveries(world),
    ...offeredIf(
      (world.tellsEnds ?? true) && (world.payers.payLate ?? true),
      'nobody pays what is over, or the provider does not tell that it is',
      [laterPayment(world)],
    ),
    ...offeredIf(
      world.tellsBeforeReply ?? true,
      'the provider tells nothing before it has answered the issue',
      [earlyCallback(world)],
    ),
  ];
}

// However a callback comes, it is about the same transaction, and the provider says what is true of that.

function deliveries(world: ContractWorld): ContractCase[] {
  const { driver } = world;
  return [
    {
      name: 'reads a callback that is sent twice as two of the same thing',
      run: async () => {
        await driver.tell('twice');
        const { reference, issuedId } = await paidWithCallback(world);
        const twice = await inTime(driver.callbacksAbout(reference, 2));
        const [first, second] = twice.map((one) => readAnew(world, one));
        isAbout(world, first, reference, issuedId);
        assert.deepEqual(second, first);
      },
    },
  ];
}

function laterPayment(world: ContractWorld): ContractCase {
  const { driver } = world;
  return {
    name: 'reads an end that comes after the payment that came later, and the payment counts',
    run: async () => {
      const { request, issued, code } = await issueOne(world);
      const { reference } = request;
      await driver.expire(code);
      const older = await inTime(driver.callbackAbout(reference));
      await driver.pay(code);
      const [, newer] = await inTime(driver.callbacksAbout(reference, 2));
      assert.ok(newer !== undefined);
      const connector = world.freshConnector();
      const [late, early] = [newer, older].map((one) => connector.readCallback?.(one));
      assert.deepEqual(early, readAnew(world, older), 'it remembers callbacks');
      isAbout(world, early, reference, issued.providerTransactionId);
      const paidId = isAbout(world, late, reference, issued.providerTransactionId);
      await saysPaid(world, reference, paidId);
    },
  };
}

function earlyCallback(world: ContractWorld): ContractCase {
  const { driver } = world;
  return {
    name: 'reads a callback that comes before the answer to the issue, from its bytes alone',
    run: async () => {
      await driver.tell('before_reply');
      const { reference, ...request } = world.request();
      const issuing = world.connector.issue({ ...request, reference }, world.call());
      // What is paid already may be issued or not: either is true.
      const answered = Promise.allSettled([issuing]);
      const callback = await inTime(driver.callbackAbout(reference));
      const identity = identityIn(readAnew(world, callback));
      assert.equal(identity?.reference, reference);
      await inTime(answered);
      await saysPaid(world, reference, identity.id);
    },
  };
}

/** Whose payment it is, and under which id: by these a second one is known again. */
function identityIn(reading: CallbackReading | undefined) {
  if (reading === undefined || reading.kind === 'forged') return null;
  const about = reading.kind === 'hint' ? reading.hint : reading.transaction;
  return { reference: about.reference, id: about.providerTransactionId };
}

/**
 * Checks what a callback is about; a payment may have an id of its own where the world says so.
 *
 * @returns the id that it names
 */
function isAbout(
  world: ContractWorld,
  reading: CallbackReading | undefined,
  reference: string,
  issuedId: string,
): string {
  const identity = identityIn(reading);
  const id = (world.keepsId ?? true) ? issuedId : (identity?.id ?? '');
  assert.deepEqual(identity, { reference, id });
  assert.notEqual(id, '');
  return id;
}

/** By a connector that has neither issued nor read anything. */
function readAnew(world: ContractWorld, callback: RawCallback): CallbackReading {
  return world.freshConnector().readCallback?.(callback) ?? assert.fail();
}

/** As the kit asks once a callback has named a transaction. */
async function saysPaid(world: ContractWorld, reference: string, id: string): Promise<void> {
  const query = { reference, providerTransactionIds: [id], scope: 'transactions' as const };
  const answer = await inTime(world.freshConnector().readStatus(query, world.call()));
  const { status, ...transaction } = onlyOne(answer);
  assert.deepEqual([status, transaction.reference], ['paid', reference]);
}

async function paidWithCallback(world: ContractWorld) {
  const request = world.request();
  const issued = await inTime(world.connector.issue(request, world.call()));
  await world.driver.pay(world.codeOf(issued));
  const callback = await inTime(world.driver.callbackAbout(request.reference));
  const issuedId = issued.providerTransactionId;
  return { reference: request.reference, issuedId, callback };
}

/** What is no callback of the provider, made from one that is. */
export function strangeOnes(callback: RawCallback): RawCallback[] {
  const empty = { ...callback, query: '', body: new Uint8Array() };
  return [
    empty,
    { ...empty, body: Buffer.from('{') },
    { ...empty, body: Buffer.from('[]'), contentType: 'application/json' },
    { ...empty, body: Uint8Array.from({ length: 256 }, (_, byte) => byte) },
    { ...empty, query: '%%%&&==&%00' },
    { ...empty, body: callback.body.subarray(0, callback.body.length / 2) },
  ];
}
