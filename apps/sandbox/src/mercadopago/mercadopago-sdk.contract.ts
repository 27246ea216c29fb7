import { createRequire } from 'node:module';
import {
  MercadoPagoConfig,
  Payment,
  PaymentMethod,
  PaymentRefund,
  WebhookSignatureValidator,
} from 'mercadopago';
import {
  efectyBody,
  MERCADOPAGO,
  MercadopagoUnderTest,
  pseBody,
} from '../fixtures/mercadopago-under-test.js';

/** The client takes its host from here, at each request. */
const { AppConfig } = createRequire(import.meta.url)('mercadopago/dist/utils/config') as {
  AppConfig: { BASE_URL: string };
};
const REAL_URL = AppConfig.BASE_URL;

describe('the unmodified npm client mercadopago', () => {
  let provider: MercadopagoUnderTest;
  /** A new one each time: the client keeps what one request was given, its key included, for the next. */
  const config = () => new MercadoPagoConfig({ accessToken: MERCADOPAGO.accessToken });

  beforeAll(async () => {
    provider = await MercadopagoUnderTest.start();
    AppConfig.BASE_URL = provider.url;
  });
  afterAll(async () => {
    AppConfig.BASE_URL = REAL_URL;
    await provider.stop();
  });

  const create = (change: Record<string, unknown> = {}, idempotencyKey?: string) =>
    new Payment(config()).create({
      body: { ...efectyBody(), notification_url: provider.shop.url, ...change },
      ...(idempotencyKey === undefined ? {} : { requestOptions: { idempotencyKey } }),
    });

  it('creates a voucher, gets it, and finds it by its reference', async () => {
    const made = await create({ external_reference: 'sdk-1' });
    expect(made).toMatchObject({ status: 'pending', payment_method_id: 'efecty' });
    const got = await new Payment(config()).get({ id: String(made.id) });
    expect(got.external_reference).toBe('sdk-1');
    const found = await new Payment(config()).search({ options: { external_reference: 'sdk-1' } });
    expect(found.results?.map(({ id }) => id)).toEqual([made.id]);
  });

  it('creates a transfer with the page of the bank', async () => {
    const made = await new Payment(config()).create({ body: pseBody() });
    expect(made.transaction_details?.external_resource_url).toMatch(/^http/);
  });

  it('gets the first payment again for the same key', async () => {
    const [one, two] = [await create({}, 'sdk-key'), await create({}, 'sdk-key')];
    expect(two.id).toBe(one.id);
  });

  it('cancels a payment', async () => {
    const { id } = await create();
    const cancelled = await new Payment(config()).cancel({ id: Number(id) });
    expect(cancelled).toMatchObject({ id, status: 'cancelled', status_detail: 'by_collector' });
  });

  it('refunds a payment whole, and only one that was paid', async () => {
    const { id, transaction_details: details } = await create();
    const refund = () => new PaymentRefund(config()).total({ payment_id: String(id) });
    await expect(refund()).rejects.toMatchObject({ status: 400 });
    const code = (details as { payment_method_reference_id: string }).payment_method_reference_id;
    await provider.drive('/till/pay', { code });
    expect(await refund()).toMatchObject({ payment_id: id, amount: 85_000, status: 'approved' });
    const after = await new Payment(config()).get({ id: String(id) });
    expect(after.status).toBe('refunded');
  });

  it('refunds in parts, lists the refunds and gets one', async () => {
    const { id } = await create();
    const code = `99${id}`;
    await provider.drive('/till/pay', { code });
    const payment_id = String(id);
    const refunds = () => new PaymentRefund(config());
    const part = await refunds().create({ payment_id, body: { amount: 5_000 } });
    const rest = await refunds().total({ payment_id });
    expect([part.amount, rest.amount]).toEqual([5_000, 80_000]);
    const listed = (await refunds().list({ payment_id })) as { id?: number }[];
    expect(listed.map((one) => one.id)).toEqual([part.id, rest.id]);
    const got = await refunds().get({ payment_id, refund_id: String(part.id) });
    expect(got).toMatchObject({ payment_id: id, amount: 5_000, source: { type: 'collector' } });
  });

  it('reads methods with their banks', async () => {
    const methods = (await new PaymentMethod(config()).get()) as { id?: string }[];
    expect(methods.map(({ id }) => id)).toEqual(['efecty', 'pse']);
  });

  it('is told what is wrong, and that its token is', async () => {
    await expect(create({ transaction_amount: 1 })).rejects.toMatchObject({ status: 400 });
    const stranger = new MercadoPagoConfig({ accessToken: 'TEST-stranger' });
    const creating = new Payment(stranger).create({ body: efectyBody() });
    await expect(creating).rejects.toMatchObject({ status: 401 });
  });

  it('accepts the signature of our webhooks, and none of a forger', async () => {
    const { id, transaction_details: details } = await create();
    const code = (details as { payment_method_reference_id: string }).payment_method_reference_id;
    const isOfIt = ({ url }: { url: URL }) => url.searchParams.get('data.id') === String(id);
    await provider.drive('/till/pay', { code });
    await provider.shop.has(1, isOfIt);
    await provider.drive('/callbacks/forge', { code, signature: 'wrong' });
    const [genuine, forged] = await provider.shop.has(2, isOfIt);
    const validate = (webhook: typeof genuine) =>
      WebhookSignatureValidator.validate({
        xSignature: String(webhook?.headers['x-signature']),
        xRequestId: String(webhook?.headers['x-request-id']),
        dataId: String(webhook?.url.searchParams.get('data.id')),
        secret: MERCADOPAGO.webhookSecret,
      });
    expect(() => validate(genuine)).not.toThrow();
    expect(() => validate(forged)).toThrow();
  });
});
