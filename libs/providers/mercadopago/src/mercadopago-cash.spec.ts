import type { ProviderReply } from '@cauce/connector-kit';
import {
  PENDING_TICKET,
  REFERENCE,
  refusal,
  reply,
  request,
  scripted,
} from './fixtures/samples.js';
import { idempotencyKey } from './mercadopago.idempotency.js';
import { mercadopagoCashConnector } from './mercadopago-cash.connector.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });
const ID = String(PENDING_TICKET.id);
const DAY_MS = 86_400_000;

const connector = mercadopagoCashConnector({
  rail: 'efecty',
  method: 'efecty',
  apiUrl: 'https://api.mercadopago.example',
  account: {
    accessToken: 'APP_USR-token',
    collectorId: '1148920820',
    isLive: true,
    webhookSecrets: ['whsecret'],
  },
  limits: { minimum: cop(500_000n), maximum: cop(800_000_000n), step: cop(100n) },
  expiry: { minimumMs: DAY_MS, maximumMs: 30 * DAY_MS, defaultMs: 3 * DAY_MS },
  visibilityHorizonMs: 300_000,
  issueTimeoutMs: 20_000,
  agreement: null,
  textOf: () => ({ es: 'es', en: 'en' }),
});

const created = (change: object = {}) => reply(201, { ...PENDING_TICKET, ...change });
const shown = (change: object = {}) => reply(200, { ...PENDING_TICKET, ...change });
const found = (...ids: readonly (string | number)[]) =>
  reply(200, {
    paging: { total: ids.length, limit: 50, offset: 0 },
    results: ids.map((id) => ({ ...PENDING_TICKET, id })),
  });
const absent = reply(404, refusal(404, [2000], 'not_found'));

const about = (ids: readonly string[] = []) => ({
  reference: REFERENCE,
  providerTransactionIds: ids,
  scope: 'reference' as const,
});
const only = (...ids: string[]) => ({
  reference: '',
  providerTransactionIds: ids,
  scope: 'transactions' as const,
});

/** What reading a status ends in, with the answers of a script. */
function status(query: Parameters<typeof connector.readStatus>[0], ...answers: ProviderReply[]) {
  return connector.readStatus(query, scripted(...answers).call);
}

/** What was sent by a cancel, or what it failed with. */
async function cancel(...answers: ProviderReply[]) {
  const { call, sent } = scripted(...answers);
  try {
    await connector.cancel?.(about(), call);
  } catch (error) {
    return { sent, kind: (error as { kind?: string }).kind };
  }
  return { sent, kind: 'done' };
}

describe('the Efecty route of Mercado Pago', () => {
  it('is named after rail and protocol, asks again, and takes two headers', () => {
    expect(connector).toMatchObject({
      route: 'efecty.mercadopago',
      trust: 'requery',
      callbackHeaders: ['x-signature', 'x-request-id'],
    });
    expect(connector.listBanks).toBeUndefined();
  });
});

describe('issuing at Efecty', () => {
  it('is one request that executes, under a key made from our reference', async () => {
    const { call, sent } = scripted(created());
    const issued = await connector.issue(request(), call);
    expect(issued).toMatchObject({
      providerTransactionId: ID,
      instruction: { kind: 'voucher', code: '24308386' },
    });
    expect(sent).toEqual([
      {
        method: 'POST',
        url: 'https://api.mercadopago.example/v1/payments',
        purpose: 'execute',
        headers: {
          accept: 'application/json',
          authorization: 'Bearer APP_USR-token',
          'content-type': 'application/json',
          'x-idempotency-key': idempotencyKey('create', 'efecty', REFERENCE),
        },
        body: expect.stringContaining('"external_reference":"1763650123"'),
        secrets: ['APP_USR-token', 'ana.munoz@example.com', 'Ana', 'Muñoz Peña', '1020304051'],
      },
    ]);
  });

  it('again is the same request, and gives the same voucher', async () => {
    const { call, sent } = scripted(created(), shown());
    const first = await connector.issue(request(), call);
    expect(await connector.issue(request(), call)).toEqual(first);
    expect(sent[1]).toEqual(sent[0]);
  });

  it.each([
    ['too soon', '2026-11-20T16:00:00Z', '2026-11-21T10:00:00.000-05:00'],
    ['too late', '2027-11-20T16:00:00Z', '2026-12-20T10:00:00.000-05:00'],
  ])('asks for an end in the rule when the wish is %s', async (_, wish, asked) => {
    const { call, sent } = scripted(created());
    await connector.issue(request({ expiresAt: new Date(wish) }), call);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ date_of_expiration: asked });
  });

  it.each([
    ['another reference', created({ external_reference: '9' }), 'wrong_reference'],
    ['another amount', created({ transaction_amount: 1 }), 'wrong_reference'],
    ['a page', reply(200, '<html>Mantenimiento</html>'), 'malformed_reply'],
    ['half a payment', reply(201, { id: 1, status: 'pending' }), 'malformed_reply'],
    ['HTTP 500', reply(500, ''), 'provider_failed'],
    ['a refusal that is known', reply(400, refusal(400, [4037])), 'limit_exceeded'],
    ['a refusal that is not', reply(400, refusal(400, [9999])), 'malformed_reply'],
    ['a refusal that is a page', reply(400, '<html>'), 'malformed_reply'],
    ['a lock', reply(423, ''), 'duplicate_reference'],
    ['HTTP 401', reply(401, ''), 'auth_failed'],
    ['one rejected at once', created({ status: 'rejected' }), 'provider_rejected'],
  ])('fails by its kind on %s', async (_, answer, kind) => {
    const issuing = connector.issue(request(), scripted(answer).call);
    await expect(issuing).rejects.toMatchObject({ kind });
  });

  it('sends nothing that it refuses itself', async () => {
    const { call, sent } = scripted();
    const issuing = connector.issue(request({ amount: cop(8_500_050n) }), call);
    await expect(issuing).rejects.toMatchObject({ kind: 'invalid_request' });
    expect(sent).toEqual([]);
  });
});

describe('reading what is under a reference', () => {
  it('searches for it and reads each payment once, changing nothing', async () => {
    const { call, sent } = scripted(found(ID), shown());
    expect(await connector.readStatus(about([ID]), call)).toMatchObject({
      kind: 'found',
      transactions: [{ providerTransactionId: ID, status: 'pending', reference: REFERENCE }],
    });
    expect(sent.map(({ method, url, purpose }) => `${method} ${url} ${purpose}`)).toEqual([
      'GET https://api.mercadopago.example/v1/payments/search?external_reference=1763650123&range=date_created&sort=date_created&criteria=asc&limit=50 read',
      `GET https://api.mercadopago.example/v1/payments/${ID} read`,
    ]);
  });

  it('shows all payments of a reference', async () => {
    const both = await status(about(), found(ID, 7), shown(), shown({ id: 7, status: 'approved' }));
    expect(both).toMatchObject({ transactions: [{ status: 'pending' }, { status: 'paid' }] });
  });

  it('is absent when the search finds nothing', async () => {
    expect(await status(about(), found())).toEqual({ kind: 'absent' });
  });

  it('passes over what a search finds of another reference', async () => {
    const other = { ...PENDING_TICKET, external_reference: '17636501234' };
    const page = reply(200, { paging: { total: 1 }, results: [other] });
    expect(await status(about(), page)).toEqual({ kind: 'absent' });
  });

  it.each([
    ['test payments', { live_mode: false }],
    ['payments of another account', { collector_id: 1 }],
  ])('takes no %s for money', async (_, change) => {
    expect(await status(about(), found(ID), shown(change))).toEqual({ kind: 'absent' });
  });

  it.each([
    ['a page that is not whole', [reply(200, { paging: { total: 9 }, results: [] })], 'malformed'],
    ['a refusal to search', [reply(400, refusal(400, [1]))], 'malformed'],
    ['a search that says not found', [absent], 'malformed'],
    ['a search that failed', [reply(500, '')], 'provider_failed'],
    ['a page for people', [reply(200, '<html>')], 'malformed'],
    ['a payment that it named and does not have', [found(ID), absent], 'malformed'],
    ['a refusal to read', [found(ID), reply(400, refusal(400, [1]))], 'malformed'],
    ['a path that is not known', [found(ID), reply(404, { error: 'resource not found' })], 'malf'],
    ['too many requests', [found(ID), reply(429, '')], 'provider_failed'],
    ['another payment', [found(ID), shown({ id: 8 })], 'wrong_reference'],
    ['another reference', [found(ID), shown({ external_reference: '9' })], 'wrong_reference'],
    ['another method', [found(ID), shown({ payment_method_id: 'pse' })], 'wrong_reference'],
    ['a state of no table', [found(ID), shown({ status: 'processed' })], 'malformed'],
    ['wrong keys', [reply(401, '')], 'auth_failed'],
  ])('never takes %s for an absence', async (_, answers, kind) => {
    await expect(status(about(), ...answers)).rejects.toThrow(kind);
  });
});

describe('reading named transactions', () => {
  it('says what each is, whatever its reference', async () => {
    const answer = await status(only(ID), shown({ external_reference: 'pedido-7' }));
    expect(answer).toMatchObject({ kind: 'found', transactions: [{ reference: 'pedido7' }] });
  });

  it('is absent for those that are not there, and for those of another route', async () => {
    expect(await status(only(ID), absent)).toEqual({ kind: 'absent' });
    const other = shown({ payment_method_id: 'pse' });
    expect(await status(only(ID), other)).toEqual({ kind: 'absent' });
  });

  it('never takes a refusal for an absence', async () => {
    await expect(status(only(ID), reply(403, ''))).rejects.toThrow('auth_failed');
    await expect(status(only(ID), reply(400, ''))).rejects.toThrow('malformed_reply');
  });
});

describe('cancelling', () => {
  const cancelled = { status: 'cancelled', status_detail: 'by_collector' };

  it('ends what is pending, under a key made from its id', async () => {
    const { sent, kind } = await cancel(found(ID), shown(), shown(cancelled));
    expect(kind).toBe('done');
    expect(sent[2]).toMatchObject({
      method: 'PUT',
      url: `https://api.mercadopago.example/v1/payments/${ID}`,
      purpose: 'execute',
      body: '{"status":"cancelled"}',
      headers: { 'x-idempotency-key': idempotencyKey('cancel', 'efecty', ID) },
    });
  });

  it.each([
    ['cancelled', cancelled],
    ['expired', { status: 'cancelled', status_detail: 'expired' }],
    ['rejected', { status: 'rejected' }],
  ])('leaves alone what is %s, and has succeeded', async (_, change) => {
    const { sent, kind } = await cancel(found(ID), shown(change));
    expect(kind).toBe('done');
    expect(sent).toHaveLength(2);
  });

  it.each(['approved', 'refunded'])('does nothing to what is %s: paid wins', async (state) => {
    const { sent, kind } = await cancel(found(ID, 7), shown(), shown({ id: 7, status: state }));
    expect(kind).toBe('provider_rejected');
    expect(sent.every((one) => one.purpose === 'read')).toBe(true);
  });

  it.each([
    ['nothing that is shown', [found()], 'malformed_reply'],
    ['a search that failed', [reply(500, '')], 'provider_failed'],
    [
      'a state that forbids it',
      [found(ID), shown(), reply(400, refusal(400, [2018]))],
      'provider_rejected',
    ],
    [
      'a refusal that is not known',
      [found(ID), shown(), reply(400, refusal(400, [1]))],
      'malformed_reply',
    ],
    ['an answer that failed', [found(ID), shown(), reply(502, '')], 'provider_failed'],
    ['a payment that stays pending', [found(ID), shown(), shown()], 'malformed_reply'],
    [
      'one that was paid meanwhile',
      [found(ID), shown(), shown({ status: 'approved' })],
      'malformed_reply',
    ],
    ['an answer about another', [found(ID), shown(), shown({ id: 8 })], 'wrong_reference'],
  ])('fails by its kind on %s', async (_, answers, kind) => {
    expect((await cancel(...answers)).kind).toBe(kind);
  });
});
