import { Collector } from '../collections/collector.js';
import {
  efectyBody,
  MERCADOPAGO,
  MercadopagoUnderTest,
  pseBody,
} from '../fixtures/mercadopago-under-test.js';
import { NOW } from '../fixtures/sandbox-under-test.js';
import { openJournal } from '../journal/journal-file.js';
import { mercadopagoWebhook } from './mercadopago-webhook.js';
import { orderOf } from './order-of.js';
import { paymentAnswer } from './payment-answer.js';
import { parsePaymentBody } from './payment-request.schema.js';

const protocol = 'mercadopago';

describe('Mercado Pago, driven', () => {
  let provider: MercadopagoUnderTest;

  beforeEach(async () => {
    provider = await MercadopagoUnderTest.start();
  });
  afterEach(() => provider.stop());

  const read = (id: unknown) => provider.send('GET', `/v1/payments/${String(id)}`);
  const fault = (operation: string, kind: string) =>
    provider.drive('/faults', { protocol, operation, kind, count: 1 });

  it.each([
    ['issue', 'POST', '/v1/payments', 4037],
    ['status', 'GET', '/v1/payments/1', 1],
    ['search', 'GET', '/v1/payments/search', 1],
    ['cancel', 'PUT', '/v1/payments/1', 2018],
    ['cancel', 'POST', '/v1/payments/1/refunds', 2063],
    ['banks', 'GET', '/v1/payment_methods', 1],
  ])('refuses as the operation %s does, by %s %s', async (operation, method, path, code) => {
    await fault(operation, 'reject');
    const body = method === 'GET' ? undefined : {};
    expect(await provider.send(method, path, body)).toMatchObject({
      status: 400,
      body: { error: 'bad_request', status: 400, cause: [{ code }] },
    });
  });

  it('has no log-in whose faults could be asked for', async () => {
    expect(await fault('login', 'reject')).toMatchObject({ code: 'INVALID_REQUEST' });
  });

  it.each([
    ['http_500', 500, 0],
    ['http_500_after', 500, 1],
    ['maintenance', 503, 0],
    ['malformed', 200, 1],
  ])('after %s the journal alone says what was executed', async (kind, status, lines) => {
    await fault('issue', kind);
    expect(await provider.create()).toEqual({ status, body: {} });
    expect((await provider.drive(`/journal?protocol=${protocol}`))['data']).toHaveLength(lines);
  });

  it('finds by its key what was made although the answer was lost', async () => {
    await fault('issue', 'http_500_after');
    await provider.create(efectyBody(), 'lost');
    const { body } = await provider.create(efectyBody(), 'lost');
    const found = await provider.send('GET', '/v1/payments/search?external_reference=1001');
    expect(found.body).toMatchObject({ paging: { total: 1 }, results: [{ id: body['id'] }] });
  });

  it('tells of a payment before its request is answered, and may have it paid by then', async () => {
    await provider.drive('/callbacks', { protocol, mode: 'before_reply', pay: true });
    const { body } = await provider.create();
    expect(body).toMatchObject({ status: 'approved' });
    const actions = provider.shop.received.map((one) => JSON.parse(one.body) as object);
    expect(actions).toMatchObject([{ action: 'payment.created' }, { action: 'payment.updated' }]);
  });

  it.each(['wrong', 'replayed'])('forges a webhook whose signature is %s', async (signature) => {
    const { body } = await provider.create();
    const transaction = body['id'];
    const sent = await provider.drive('/callbacks/forge', { transaction, signature });
    expect(sent).toMatchObject({ forged: true, state: 'paid', status: 'delivered' });
    expect((await read(transaction)).body).toMatchObject({ status: 'pending' });
  });

  it('takes no payment a second time for its own', async () => {
    const { id, code } = await provider.paid();
    await provider.drive('/till/pay', { code, amount: 100_000 });
    const found = await provider.send('GET', '/v1/payments/search?external_reference=1001');
    expect(found.body).toMatchObject({
      results: [
        { id, transaction_details: { total_paid_amount: 85_000 } },
        { status: 'approved', transaction_details: { total_paid_amount: 1_000 } },
      ],
    });
  });

  it('shows money that came without a payment', async () => {
    const stray = { protocol, amount: 1_230_000, reference: '99999', network: 'efecty' };
    const { transaction } = await provider.drive('/till/stray', stray);
    expect((await read(transaction)).body).toMatchObject({
      status: 'approved',
      external_reference: '99999',
      transaction_amount: 12_300,
    });
  });

  it('settles a day in a file', async () => {
    await provider.paid();
    await provider.drive(`/settlements/${protocol}`, { day: '2026-11-20' });
    const { body } = await provider.send('GET', '/settlements/efecty/2026-11-20');
    expect(body).toMatchObject({ files: [{ sizeBytes: expect.any(Number) }] });
  });
});

describe('the payer of a transfer', () => {
  function transfer() {
    const told: string[] = [];
    const collector = new Collector({
      protocol,
      journal: openJournal(null),
      now: () => NOW,
      numbers: { first: () => 71_000_000_001, codeOf: (id) => `${id}` },
      onChange: async (payment) => {
        told.push(mercadopagoWebhook(payment, MERCADOPAGO, null)?.state ?? 'nobody');
      },
    });
    const parsed = parsePaymentBody(pseBody({ notification_url: 'https://shop.example' }), NOW);
    if ('code' in parsed) throw new Error(`refused with ${parsed.code}`);
    const issued = collector.issue(orderOf(parsed.body, 'k', NOW));
    const shown = () => {
      const payment = collector.transaction(issued.id);
      const voucher = collector.book.voucher(issued.code ?? '') ?? null;
      return paymentAnswer(payment, voucher, MERCADOPAGO, 'http://here');
    };
    return { collector, issued, shown, told };
  }

  it('approves it at the bank', () => {
    const { collector, issued, shown, told } = transfer();
    collector.pay(issued.code ?? '', { amount: null, paidAt: null });
    expect(shown()).toMatchObject({ status: 'approved', status_detail: 'accredited' });
    expect(told).toEqual(['paid']);
  });

  it.each([
    ['rejected', 'rejected', 'bank_error'],
    ['expired', 'rejected', 'expired'],
    ['cancelled', 'cancelled', 'by_collector'],
  ] as const)('or it is %s: %s, %s', (state, status, detail) => {
    const { collector, issued, shown, told } = transfer();
    collector.end(state, issued);
    expect(shown()).toMatchObject({ status, status_detail: detail });
    expect(told).toEqual([state]);
  });
});
