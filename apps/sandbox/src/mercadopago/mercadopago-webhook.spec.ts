import { createHmac } from 'node:crypto';
import { MERCADOPAGO, payment } from '../fixtures/mercadopago-under-test.js';
import { NOW } from '../fixtures/sandbox-under-test.js';
import type { ForgedSignature } from '../callbacks/confirmation.js';
import type { Transaction } from '../collections/collection.js';
import { mercadopagoWebhook } from './mercadopago-webhook.js';

const callback = { url: 'https://shop.example/hooks?shop=7', method: 'POST' } as const;

function webhook(change: Partial<Transaction> = {}, forgery: ForgedSignature | null = null) {
  const written = mercadopagoWebhook(payment({ callback, ...change }), MERCADOPAGO, forgery);
  if (written === null) throw new Error('no webhook');
  const { url, headers, body, method } = written.request;
  const { 'x-signature': signature = '', 'x-request-id': requestId = '' } = headers;
  const json = JSON.parse(body ?? '') as Record<string, unknown>;
  return { written, url: new URL(url), signature, requestId, json, method };
}

/** The signature again, by the letter of the documentation. */
function signatureOf(id: string, requestId: string, secret: string): string {
  const ts = NOW.getTime() / 1_000;
  const manifest = `id:${id};request-id:${requestId};ts:${ts};`;
  return `ts=${ts},v1=${createHmac('sha256', secret).update(manifest).digest('hex')}`;
}

describe('a webhook of Mercado Pago', () => {
  it('has the fields of the documentation, and no others', () => {
    const { json, method, url } = webhook({ state: 'paid', paidAt: NOW });
    expect(method).toBe('POST');
    expect([...url.searchParams]).toEqual([
      ['shop', '7'],
      ['data.id', '71000000001'],
      ['type', 'payment'],
    ]);
    expect(json).toEqual({
      id: expect.any(Number),
      live_mode: false,
      type: 'payment',
      date_created: '2026-11-20T11:00:00.000-04:00',
      user_id: MERCADOPAGO.collectorId,
      api_version: 'v1',
      action: 'payment.updated',
      data: { id: '71000000001' },
    });
  });

  it('is another action for a payment that was just made', () => {
    expect(webhook().json['action']).toBe('payment.created');
  });

  it('is signed over its number, its request and its time', () => {
    const { signature, requestId } = webhook();
    expect(signature).toBe(signatureOf('71000000001', requestId, MERCADOPAGO.webhookSecret));
    expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is the same for the same news, and another one for other news', () => {
    const refunds = [{ amount: payment().amount, refundedAt: NOW, details: {} }];
    const news = [
      {},
      { id: 71_000_000_002 },
      { state: 'paid' as const },
      { refunds },
      { changedAt: new Date(NOW.getTime() + 1) },
    ];
    const ids = news.map((change) => webhook(change).requestId);
    expect(new Set(ids).size).toBe(news.length);
    expect(news.map((change) => webhook(change).requestId)).toEqual(ids);
  });

  it('of a forger has another secret, or says the truth of a payment that was not made', () => {
    const wrong = webhook({}, 'wrong');
    const replayed = webhook({}, 'replayed');
    const right = (requestId: string) =>
      signatureOf('71000000001', requestId, MERCADOPAGO.webhookSecret);
    expect(wrong.signature).not.toBe(right(wrong.requestId));
    expect(replayed.signature).toBe(right(replayed.requestId));
    expect([wrong, replayed].map(({ written }) => [written.state, written.isForged])).toEqual([
      ['paid', true],
      ['paid', true],
    ]);
  });

  it('is not written to who gave no address', () => {
    expect(mercadopagoWebhook(payment(), MERCADOPAGO, null)).toBeNull();
  });
});
