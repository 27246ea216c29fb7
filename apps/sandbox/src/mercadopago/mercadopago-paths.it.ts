import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  efectyBody,
  MERCADOPAGO,
  MercadopagoUnderTest,
  pseBody,
} from '../fixtures/mercadopago-under-test.js';

interface Payment {
  readonly id: number;
  readonly transaction_details: { payment_method_reference_id: string };
}

describe('the paths of Mercado Pago', () => {
  let provider: MercadopagoUnderTest;

  beforeEach(async () => {
    provider = await MercadopagoUnderTest.start();
  });
  afterEach(() => provider.stop());

  const read = (id: unknown) => provider.send('GET', `/v1/payments/${String(id)}`);
  async function made(body = efectyBody()) {
    const { body: payment } = await provider.create(body);
    const { id, transaction_details: details } = payment as unknown as Payment;
    return { id, code: details.payment_method_reference_id, payment };
  }

  it('makes a voucher for Efecty', async () => {
    const { status, body } = await provider.create();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.any(Number),
      status: 'pending',
      status_detail: 'pending_waiting_payment',
      payment_method_id: 'efecty',
      payment_type_id: 'ticket',
      external_reference: '1001',
      transaction_amount: 85_000,
      currency_id: 'COP',
      live_mode: false,
      collector_id: MERCADOPAGO.collectorId,
      date_of_expiration: '2026-11-26T00:59:59.000-04:00',
      transaction_details: {
        total_paid_amount: 85_000,
        net_received_amount: 0,
        verification_code: expect.stringMatching(/^\d+$/),
      },
      barcode: { content: expect.stringMatching(/^\d+$/) },
    });
  });

  it('makes a transfer that ends by itself after a quarter of an hour', async () => {
    const { body } = await provider.create(pseBody());
    expect(body).toMatchObject({
      status_detail: 'pending_waiting_transfer',
      payment_type_id: 'bank_transfer',
      transaction_details: {
        external_resource_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/bank\/\d+$/),
        financial_institution: '1007',
      },
      barcode: null,
    });
    provider.now = new Date(provider.now.getTime() + 15 * 60_000);
    expect((await read(body['id'])).body).toMatchObject({
      status: 'rejected',
      status_detail: 'expired',
    });
  });

  it('answers a key again with the payment that it has made, as it is by then', async () => {
    const first = await provider.create(efectyBody(), 'same');
    const again = await provider.create(efectyBody({ transaction_amount: 99_000 }), 'same');
    expect(again).toEqual(first);
    const { data } = await provider.drive('/journal?protocol=mercadopago');
    expect(data).toHaveLength(1);
  });

  it('makes two payments of one reference under two keys', async () => {
    const [one, two] = [await provider.create(), await provider.create()];
    expect(one.body['id']).not.toBe(two.body['id']);
    const found = await provider.send('GET', '/v1/payments/search?external_reference=1001');
    expect(found.body).toMatchObject({
      paging: { total: 2, limit: 30, offset: 0 },
      results: [{ id: one.body['id'] }, { id: two.body['id'] }],
    });
  });

  it.each([
    ['no key', { 'x-idempotency-key': '' }, 400],
    ['another token', { authorization: 'Bearer TEST-other', 'x-idempotency-key': 'k' }, 401],
    ['no token', { authorization: '', 'x-idempotency-key': 'k' }, 401],
  ])('makes nothing with %s', async (_, headers, expected) => {
    const { status, body } = await provider.send('POST', '/v1/payments', efectyBody(), headers);
    expect([status, body['status']]).toEqual([expected, expected]);
    expect((await provider.drive('/journal?protocol=mercadopago'))['data']).toEqual([]);
  });

  it.each([
    ['GET', '/v1/payments/1'],
    ['GET', '/v1/payments/search'],
    ['PUT', '/v1/payments/1'],
    ['GET', '/v1/payments/1/refunds'],
    ['POST', '/v1/payments/1/refunds'],
    ['GET', '/v1/payment_methods'],
  ])('lets nobody in without the token: %s %s', async (method, path) => {
    const send = (authorization: string) =>
      provider.send(method, path, method === 'GET' ? undefined : {}, { authorization });
    expect(await send('')).toMatchObject({ status: 401, body: { cause: [{ code: 5 }] } });
    expect(await send('Bearer TEST-other')).toEqual({
      status: 401,
      body: { message: 'invalid access token', error: 'unauthorized', status: 401, cause: [] },
    });
  });

  it('answers in its own shape what is no JSON, and what is nowhere', async () => {
    const response = await fetch(`${provider.url}/v1/payments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(await response.json()).toMatchObject({ error: 'bad_request', status: 400, cause: [] });
    const nowhere = await provider.send('GET', '/v1/nowhere');
    expect(nowhere).toMatchObject({ status: 404, body: { error: 'not_found' } });
  });

  it.each([
    ['a sort', 'sort=amount', 1003],
    ['rows', 'limit=1001', 1000],
  ])('refuses a search for its %s', async (_, query, code) => {
    const { status, body } = await provider.send('GET', `/v1/payments/search?${query}`);
    expect([status, body]).toMatchObject([400, { cause: [{ code }] }]);
  });

  it('searches by status, and in pages', async () => {
    const { id } = await provider.paid();
    const { body: second } = await provider.create();
    const search = async (query: string) =>
      (await provider.send('GET', `/v1/payments/search?external_reference=1001&${query}`)).body;
    expect(await search('status=approved')).toMatchObject({ results: [{ id }] });
    expect(await search('criteria=desc&limit=1')).toEqual({
      paging: { total: 2, limit: 1, offset: 0 },
      results: [second],
    });
  });

  it('refuses with the number of what is wrong, and where', async () => {
    const { status, body } = await provider.create(efectyBody({ transaction_amount: 1 }));
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'bad_request', status: 400, cause: [{ code: 4037 }] });
  });

  it('tells what was paid, and what is due besides', async () => {
    const { id, code } = await made();
    await provider.drive('/till/pay', { code, amount: 8_499_900 });
    expect((await read(id)).body).toMatchObject({
      status: 'approved',
      status_detail: 'accredited',
      transaction_amount: 85_000,
      transaction_details: { total_paid_amount: 84_999 },
    });
  });

  it('tells of a payment that the counter took back', async () => {
    const { id, code } = await made();
    await provider.drive('/till/pay', { code });
    await provider.drive('/till/reverse', { code });
    expect((await read(id)).body).toMatchObject({ status: 'refunded' });
  });

  it('cancels what nobody has paid, once', async () => {
    const { id, code } = await made();
    const cancel = () => provider.send('PUT', `/v1/payments/${id}`, { status: 'cancelled' });
    expect(await cancel()).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(await cancel()).toMatchObject({ status: 400, body: { cause: [{ code: 2018 }] } });
    await provider.drive('/till/pay', { code });
    expect((await read(id)).body).toMatchObject({ status: 'approved' });
  });

  it.each([
    ['no state', {}, 4017],
    ['another state', { status: 'approved' }, 2016],
  ])('changes nothing for %s', async (_, body, code) => {
    const { id } = await made();
    const changed = await provider.send('PUT', `/v1/payments/${id}`, body);
    expect(changed).toMatchObject({ status: 400, body: { cause: [{ code }] } });
    expect((await read(id)).body).toMatchObject({ status: 'pending' });
  });

  it('lets a voucher end', async () => {
    const { id } = await made();
    provider.now = new Date('2026-11-26T05:00:00Z');
    expect((await read(id)).body).toMatchObject({ status: 'cancelled', status_detail: 'expired' });
  });

  it.each(['1', 'x', '99999999999999999999'])('knows no payment %s', async (id) => {
    expect(await read(id)).toMatchObject({ status: 404, body: { cause: [{ code: 2000 }] } });
  });

  it('lists methods, with banks and a row that is none', async () => {
    const { body } = await provider.send('GET', '/v1/payment_methods');
    expect(body).toMatchObject([
      { id: 'efecty', payment_type_id: 'ticket', min_allowed_amount: 5_000 },
      { id: 'pse', financial_institutions: [{ id: '0' }, { id: '1007' }, { id: '1051' }, {}] },
    ]);
  });

  it('has faults of its own, which ePayco’s leave alone', async () => {
    const fault = { operation: 'issue', kind: 'reject', count: 1 };
    await provider.drive('/faults', { protocol: 'epayco', ...fault });
    expect((await provider.create()).status).toBe(201);
    await provider.drive('/faults', { protocol: 'mercadopago', ...fault });
    expect((await provider.create()).status).toBe(400);
    expect((await provider.create()).status).toBe(201);
  });

  it('knows payments and keys again after a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-mercadopago-'));
    const before = await MercadopagoUnderTest.start(dataDir);
    const { body } = await before.create(efectyBody(), 'same');
    await before.stop();
    const after = await MercadopagoUnderTest.start(dataDir);
    const again = await after.create(efectyBody(), 'same');
    await after.stop();
    rmSync(dataDir, { recursive: true });
    expect(again.body['id']).toBe(body['id']);
  });
});

describe('webhooks of Mercado Pago', () => {
  let provider: MercadopagoUnderTest;

  beforeEach(async () => {
    provider = await MercadopagoUnderTest.start();
  });
  afterEach(() => provider.stop());

  async function paid() {
    const { body } = await provider.create();
    const { id, transaction_details: details } = body as unknown as Payment;
    await provider.drive('/till/pay', { code: details.payment_method_reference_id });
    return { id, code: details.payment_method_reference_id };
  }

  it('say which payment has news, behind the address that the shop gave', async () => {
    const { id } = await paid();
    const [webhook] = await provider.shop.has(1);
    expect(webhook?.method).toBe('POST');
    expect(webhook?.url.pathname).toBe('/hooks/7');
    expect(Object.fromEntries(webhook?.url.searchParams ?? [])).toEqual({
      shop: '7',
      'data.id': String(id),
      type: 'payment',
    });
    expect(JSON.parse(webhook?.body ?? '')).toMatchObject({
      type: 'payment',
      action: 'payment.updated',
      user_id: MERCADOPAGO.collectorId,
      data: { id: String(id) },
    });
    expect(webhook?.body).not.toContain('approved');
  });

  it('are the same when they are sent again, and others for other news', async () => {
    await provider.drive('/callbacks', { protocol: 'mercadopago', mode: 'duplicate', copies: 2 });
    const { code } = await paid();
    const [first, second] = await provider.shop.has(2);
    expect(second?.headers['x-signature']).toBe(first?.headers['x-signature']);
    await provider.drive('/till/reverse', { code });
    const all = await provider.shop.has(4);
    expect(all[2]?.headers['x-request-id']).not.toBe(first?.headers['x-request-id']);
  });

  it('are not sent to who gave no address', async () => {
    const body = efectyBody({ notification_url: null });
    const { body: made } = await provider.create(body);
    const details = (made as unknown as Payment).transaction_details;
    await provider.drive('/till/pay', { code: details.payment_method_reference_id });
    const view = await provider.drive('/callbacks?protocol=mercadopago');
    expect(view['deliveries']).toEqual([]);
  });
});
