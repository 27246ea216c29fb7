import assert from 'node:assert/strict';
import type { Connector, RawCallback } from '../connector.js';
import { inTime } from './contract-assertions.js';
import type { ContractCase, ContractWorld } from './contract-world.js';

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
        const { reference, id, callback } = await paidWithCallback(world);
        const reading = read(callback);
        const about = reading.kind === 'statement' ? reading.transaction : null;
        const hint = reading.kind === 'hint' ? reading.hint : about;
        assert.equal(hint?.reference, reference);
        assert.equal(hint?.providerTransactionId, id);
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
  ];
}

async function paidWithCallback(world: ContractWorld) {
  const request = world.request();
  const issued = await inTime(world.connector.issue(request, world.call()));
  await world.driver.pay(world.codeOf(issued));
  const callback = await inTime(world.driver.callbackAbout(request.reference));
  return { reference: request.reference, id: issued.providerTransactionId, callback };
}

function strangeOnes(callback: RawCallback): RawCallback[] {
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
