import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox } from '@cauce/sandbox';
import { answerCashOut } from './answer-cash-out.js';
import type { CashOutDesk } from './cash-out-desk.js';

const HASH = 'FIXED5f6e7d8c';
const NETWORK = { name: 'VIA', fixedHashes: [HASH] };
const pesos = (minor: bigint) => ({ minor, currency: 'COP' as const });

/** One operation waits; who registers it gets it. */
const desk: CashOutDesk = {
  consult: async ({ otp, document }) =>
    otp === '1234056' && document === '1020304051'
      ? { kind: 'payable', operation: '77', amount: pesos(15_000_000n), cost: pesos(0n) }
      : { kind: 'refused', reason: 'not_found' },
  register: async ({ operation }) =>
    operation === '77'
      ? {
          ...{ kind: 'registered', id: '4711', amount: pesos(15_000_000n), description: 'Giro' },
          ...{ document: '1020304051', otp: '1234056' },
        }
      : { kind: 'refused', reason: 'unknown_operation' },
  reverse: async () => ({ kind: 'reversed' }),
};

/** A host that mounts the contract where the network was told to ask. */
const host = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, search } = new URL(request.url ?? '/', 'http://host');
  const path = pathname.replace(/^\/+|\/+$/g, '');
  const body = Buffer.concat(chunks);
  const asked = { method: request.method ?? '', path, query: search.slice(1), body };
  const answered = await answerCashOut(desk, [NETWORK], asked);
  response.writeHead(answered === null ? 404 : 200).end(answered?.body ?? '{}');
}

describe('a till of the sandbox that hands cash out', () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let url = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    sandbox = await startSandbox({
      ...{ host: '127.0.0.1', port: 0, dataDir: null },
      epayco: { publicKey: 'none', privateKey: '0'.repeat(32), customerId: '1', pKey: 'none' },
      payvalida: {},
    });
  });
  afterAll(async () => {
    await sandbox?.stop();
    host.closeAllConnections();
    await new Promise((resolve) => host.close(resolve));
  });

  const till = async (step: string, asked: object) => {
    const response = await fetch(`${sandbox.url}/sandbox/payvalida/network/${step}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ url, netname: NETWORK.name, hash: HASH, tries: 1 },
        ...{ ...(step === 'reverse' ? {} : { contract: 'cash_out' }), ...asked },
      }),
    });
    return (await response.json()) as { readonly transaction: number };
  };

  it('understands what it is answered, checksums included, from the consultation to the reverse', async () => {
    const asked = { reference: '1234056', document: '1020304051' };
    expect(await till('consult', asked)).toMatchObject({
      ...{ kind: 'accepted', data: { amount: '150000', operation: '77', currency: 'COP' } },
    });
    const paid = await till('register', { reference: '77', amount: 15_000_000 });
    expect(paid).toMatchObject({ state: 'paid', steps: [{ kind: 'accepted', step: 'register' }] });
    expect(await till('reverse', { transaction: paid.transaction })).toMatchObject({
      ...{ state: 'reversed', steps: [{ kind: 'accepted' }] },
    });
  }, 30_000);

  it.each([
    ['consult', { reference: '1', document: '1020304051' }, '0001'],
    ['consult', { reference: '1234056', document: '1020304051', hash: 'another hash' }, '0009'],
    ['consult', { reference: '1234056', document: '1020304051', netname: 'OTRA' }, '0010'],
  ])(
    'understands a refusal to %s %j: %s',
    async (step, asked, code) => {
      expect(await till(step, asked)).toMatchObject({ kind: 'refused', code });
    },
    30_000,
  );
});
