import type { Connector, ProviderCall } from '@cauce/connector-kit';
import { NOW, request } from '../fixtures/requests.js';
import { payvalidaTillConnector } from './till-connector.js';
import { tillCode } from './till-code.js';

const DAY_MS = 86_400_000;
const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });

const options = {
  rail: 'baloto',
  limits: { minimum: cop(500_000n), maximum: cop(100_000_000n), step: cop(100n) },
  expiry: { minimumMs: DAY_MS, maximumMs: 30 * DAY_MS, defaultMs: 3 * DAY_MS },
  visibilityHorizonMs: 1,
  issueTimeoutMs: 1_000,
  ...{ reverseWithinMs: 50_000, holdMs: 900_000 },
  networks: [{ name: 'VIA', fixedHashes: ['FIXEDHASH'] }],
  commerce: 'Tienda Ñandú',
  agreement: '110342',
  textOf: ({ code }: { code: string }) => ({ es: `Paga ${code}`, en: `Pay ${code}` }),
};

/** A call on which nothing may be sent. */
const call: ProviderCall = {
  signal: new AbortController().signal,
  now: () => NOW,
  send: async () => {
    throw new Error('nobody is to be called');
  },
};

describe('a route of Payvalida’s whose tills ask us', () => {
  const connector = payvalidaTillConnector(options, null);

  it('issues a voucher of our own, the same one again, and calls nobody', async () => {
    const issued = await connector.issue(request(), call);
    const code = tillCode('1763650123');
    expect(issued).toEqual({
      providerTransactionId: '1763650123',
      instruction: {
        ...{ kind: 'voucher', code, agreement: '110342', barcode: null },
        expiresAt: new Date('2026-11-23T15:00:00Z'),
        text: { es: `Paga ${code}`, en: `Pay ${code}` },
      },
    });
    expect(await connector.issue(request(), call)).toEqual(issued);
  });

  it('does not know what became of an order without the account that has it', async () => {
    const query = { reference: '1', providerTransactionIds: [], scope: 'reference' } as const;
    await expect(connector.readStatus(query, call)).rejects.toMatchObject({
      ...{ kind: 'route_changed', meaning: { outcome: 'unknown', reroute: false } },
    });
  });

  it('ends a voucher at the wished instant, within the lives of the route', async () => {
    const endOf = async (expiresAt: Date) => {
      const { instruction } = await connector.issue(request({ expiresAt }), call);
      return instruction.expiresAt.getTime() - NOW.getTime();
    };
    expect(await endOf(NOW)).toBe(DAY_MS);
    expect(await endOf(new Date(NOW.getTime() + 2 * DAY_MS + 1))).toBe(2 * DAY_MS + 1);
    expect(await endOf(new Date(NOW.getTime() + 90 * DAY_MS))).toBe(30 * DAY_MS);
  });

  it.each([
    ['centavos', cop(4_500_050n)],
    ['nothing', cop(0n)],
    ['dollars', { minor: 4_500_000n, currency: 'USD' as const }],
  ])('does not issue %s, which no till counts', async (_, amount) => {
    const issuing = connector.issue(request({ amount: amount as never }), call);
    await expect(issuing).rejects.toMatchObject({ kind: 'invalid_request' });
  });

  it('is named as the route over orders, has the times of its network, and no notifications', () => {
    expect(connector).toMatchObject({ route: 'baloto.payvalida', rail: 'baloto' });
    expect(connector.tills).toMatchObject({ reverseWithinMs: 50_000, holdMs: 900_000 });
    expect(connector.readCallback).toBeUndefined();
  });

  it('leaves orders that were registered before to their account', async () => {
    const before: Connector = {
      ...payvalidaTillConnector({ ...options, rail: 'other' }, null),
      route: 'baloto.payvalida',
      readStatus: async () => ({ kind: 'found', transactions: [] }),
      readCallback: () => ({ kind: 'forged', reference: null }),
    };
    const both = payvalidaTillConnector(options, before);
    expect(both.readCallback).toBe(before.readCallback);
    expect(both.readStatus).toBe(before.readStatus);
    expect(await both.issue(request(), call)).toEqual(await connector.issue(request(), call));
  });
});
