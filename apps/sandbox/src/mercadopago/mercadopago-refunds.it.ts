import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MERCADOPAGO, MercadopagoUnderTest, pseBody } from '../fixtures/mercadopago-under-test.js';

describe('refunds of Mercado Pago', () => {
  let provider: MercadopagoUnderTest;

  beforeEach(async () => {
    provider = await MercadopagoUnderTest.start();
  });
  afterEach(() => provider.stop());

  const read = (path: string) => provider.send('GET', `/v1/payments/${path}`);
  const refund = (id: number, body: unknown, key = 'r-1') =>
    provider.send('POST', `/v1/payments/${id}/refunds`, body, { 'x-idempotency-key': key });

  it('give back a part, and then the rest', async () => {
    const { id } = await provider.paid();
    const part = await refund(id, { amount: 5_000 }, 'r-1');
    expect(part).toMatchObject({
      status: 201,
      body: {
        payment_id: id,
        amount: 5_000,
        status: 'approved',
        refund_mode: 'standard',
        source: { id: String(MERCADOPAGO.collectorId), type: 'collector' },
        date_created: '2026-11-20T11:00:00.000-04:00',
      },
    });
    expect((await read(`${id}`)).body).toMatchObject({
      status: 'approved',
      status_detail: 'partially_refunded',
      transaction_amount: 85_000,
      transaction_amount_refunded: 5_000,
      refunds: [part.body],
    });
    expect((await refund(id, {}, 'r-2')).body).toMatchObject({ amount: 80_000 });
    expect((await read(`${id}`)).body).toMatchObject({
      status: 'refunded',
      transaction_amount_refunded: 85_000,
    });
  });

  it('are listed, and read one by one', async () => {
    const { id } = await provider.paid();
    const { body: one } = await refund(id, { amount: 5_000 });
    expect((await read(`${id}/refunds`)).body).toEqual([one]);
    expect((await read(`${id}/refunds/${String(one['id'])}`)).body).toEqual(one);
    expect(await read(`${id}/refunds/1`)).toMatchObject({
      status: 404,
      body: { cause: [{ code: 2032 }] },
    });
  });

  it('of a transfer go back as well', async () => {
    const { id } = await provider.paid(pseBody());
    expect((await refund(id, {})).status).toBe(201);
  });

  it('happen once for a key, which gets no refund to see the second time', async () => {
    const { id } = await provider.paid();
    await refund(id, { amount: 5_000 });
    expect(await refund(id, { amount: 5_000 })).toEqual({ status: 200, body: {} });
    const { data } = await provider.drive('/journal?protocol=mercadopago&kind=refunded');
    expect(data).toMatchObject([{ transaction: id, amountMinor: 500_000 }]);
  });

  it('are made although the answer was lost, and not again for the same key', async () => {
    const { id } = await provider.paid();
    const fault = { operation: 'cancel', kind: 'http_500_after', count: 1 };
    await provider.drive('/faults', { protocol: 'mercadopago', ...fault });
    expect((await refund(id, {})).status).toBe(500);
    expect((await refund(id, {})).status).toBe(200);
    expect((await read(`${id}`)).body).toMatchObject({ transaction_amount_refunded: 85_000 });
  });

  it.each([
    ['no key', '', {}, 4292],
    ['more than was paid', 'r-1', { amount: 85_001 }, 2017],
    ['nothing', 'r-1', { amount: 0 }, 4040],
    ['text', 'r-1', { amount: 'all' }, 4041],
  ])('are refused for %s, and nothing is executed', async (_, key, body, code) => {
    const { id } = await provider.paid();
    expect(await refund(id, body, key)).toMatchObject({ status: 400, body: { cause: [{ code }] } });
    expect((await read(`${id}`)).body).toMatchObject({ transaction_amount_refunded: 0 });
  });

  it('are refused for what nobody paid, and for what nobody made', async () => {
    const { body } = await provider.create();
    const refused = { status: 400, body: { cause: [{ code: 2063 }] } };
    expect(await refund(Number(body['id']), {})).toMatchObject(refused);
    expect(await refund(1, {})).toMatchObject({ status: 404, body: { cause: [{ code: 2000 }] } });
  });

  it('are told by a webhook, each by one of its own', async () => {
    const { id } = await provider.paid();
    await refund(id, { amount: 5_000 }, 'r-1');
    await refund(id, { amount: 5_000 }, 'r-2');
    const told = await provider.shop.has(3);
    expect(new Set(told.map(({ headers }) => headers['x-request-id'])).size).toBe(3);
  });

  it('are known after a restart, with their keys', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-mercadopago-'));
    const before = await MercadopagoUnderTest.start(dataDir);
    const { id } = await before.paid();
    const path = `/v1/payments/${id}/refunds`;
    const key = { 'x-idempotency-key': 'r-1' };
    const { body: made } = await before.send('POST', path, { amount: 5_000 }, key);
    await before.stop();
    const after = await MercadopagoUnderTest.start(dataDir);
    expect((await after.send('POST', path, { amount: 5_000 }, key)).status).toBe(200);
    expect((await after.send('GET', path)).body).toEqual([made]);
    await after.stop();
    rmSync(dataDir, { recursive: true });
  });
});
