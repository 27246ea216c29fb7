import assert from 'node:assert/strict';
import type { TillProtocol, TillRequest } from '../tills/till-protocol.js';
import { inTime } from './contract-assertions.js';
import type { ContractCase } from './contract-case.js';
import { DUE, TillAddress } from './till-address.js';
import type { TillCall, TillDriver } from './till-driver.js';

/** What the contract of tills needs. */
export interface TillWorld {
  readonly tills: TillProtocol;
  readonly till: TillDriver;
}

/** A code as a route for tills hands one out. */
const CODE = '98989810110000000001';

/** What no protocol has a form for. */
const STRANGE: readonly TillRequest[] = [
  { method: 'DELETE', path: '', query: '', body: new Uint8Array() },
  { method: 'GET', path: 'no/such/path', query: '%%%', body: new Uint8Array() },
];

/**
 * What a protocol of tills must make of their requests, whatever the desk behind it decides: read them, check who
 * asks, ask the desk once and under the network's own number, and say what it said.
 */
export function tillContract({ tills, till }: TillWorld): ContractCase[] {
  const at = (work: (address: TillAddress, call: TillCall) => Promise<void>) => async () => {
    const address = new TillAddress(tills);
    await address.open();
    try {
      await inTime(work(address, { url: address.url, hasWrongKey: false }));
      assert.ok(address.mostAsked <= 1, 'one request asked the desk more than once');
    } finally {
      await address.close();
    }
  };
  return [...payments(till, at), ...refusals(till, at), ...strangers(tills, till, at)];
}

type At = (work: (address: TillAddress, call: TillCall) => Promise<void>) => ContractCase['run'];

function payments(till: TillDriver, at: At): ContractCase[] {
  const { network } = till;
  return [
    {
      name: 'tells a till what is due for a code',
      run: at(async (address, call) => {
        const { kind, amountMinor } = await till.consult(call, CODE);
        assert.deepEqual([kind, amountMinor], ['accepted', DUE.minor]);
        assert.deepEqual(address.asked, [{ step: 'consult', about: { network, code: CODE } }]);
      }),
    },
    {
      name: 'registers, confirms and takes back under one number of the network',
      run: at(async (address, call) => {
        const { kind, transaction } = await till.pay(call, CODE, DUE.minor);
        assert.ok(kind === 'accepted' && transaction !== null);
        assert.equal((await till.reverse(call, transaction)).kind, 'accepted');
        const about = { network, transaction };
        assert.deepEqual(address.asked, [
          { step: 'register', about: { ...about, code: CODE, amount: DUE } },
          { step: 'confirm', about },
          { step: 'reverse', about },
        ]);
      }),
    },
    ...(['register', 'confirm'] as const).map((step) => ({
      name: `is asked to ${step} again, in the same words, when its answer was lost`,
      run: at(async (address: TillAddress, call: TillCall) => {
        address.losses = [step];
        assert.equal((await till.pay(call, CODE, DUE.minor)).kind, 'accepted');
        const [first, second, third] = address.asked.filter((one) => one.step === step);
        assert.deepEqual([second, third], [first, undefined]);
      }),
    })),
  ];
}

function refusals(till: TillDriver, at: At): ContractCase[] {
  return [
    {
      name: 'refuses a till that the desk refuses, and leaves it in no doubt',
      run: at(async (address, call) => {
        address.refusal = 'not_due';
        assert.equal((await till.consult(call, CODE)).kind, 'refused');
        address.refusal = 'wrong_amount';
        assert.equal((await till.pay(call, CODE, DUE.minor + 100n)).kind, 'refused');
        assert.deepEqual(
          address.asked.map(({ step }) => step),
          ['consult', 'register'],
        );
      }),
    },
    {
      name: 'refuses to take back what the desk does not',
      run: at(async (address, call) => {
        const { transaction } = await till.pay(call, CODE, DUE.minor);
        address.refusal = 'not_reversible';
        assert.equal((await till.reverse(call, transaction ?? '')).kind, 'refused');
      }),
    },
  ];
}

function strangers(tills: TillProtocol, till: TillDriver, at: At): ContractCase[] {
  return [
    {
      name: 'believes no till with a wrong key, and asks the desk nothing',
      run: at(async (address, call) => {
        const { transaction } = await till.pay(call, CODE, DUE.minor);
        address.asked = [];
        const forged = { ...call, hasWrongKey: true };
        assert.notEqual((await till.consult(forged, CODE)).kind, 'accepted');
        assert.notEqual((await till.pay(forged, CODE, DUE.minor)).kind, 'accepted');
        assert.notEqual((await till.reverse(forged, transaction ?? '')).kind, 'accepted');
        assert.deepEqual(address.asked, []);
      }),
    },
    {
      name: 'has no answer for what is no request of the protocol',
      run: at(async (address) => {
        for (const request of STRANGE) assert.equal(await tills.answer(address, request), null);
        assert.deepEqual(address.asked, []);
      }),
    },
  ];
}
