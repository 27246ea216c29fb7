import { until } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { expectEveryPesoOwned, expectOneVoucherEach } from './invariants.js';

describe('Efecty over two providers', () => {
  let cauce: CauceProcess;
  let payments = 0;

  beforeAll(async () => {
    cauce = await CauceProcess.start({ CAUCE_EFECTY_PROTOCOLS: 'epayco,mercadopago' });
    // The routes are announced one by one, and the second may be heard of first.
    await until(
      async () => (await voucher()).payment.routing.candidates.length,
      (count) => count === 2,
    );
  }, 90_000);
  afterEach(() => cauce.sandbox.clearFaults());
  afterAll(() => cauce?.stop());

  async function voucher() {
    payments += 1;
    return cauce.api().createWithVoucher();
  }

  /** Pays it, and looks that every peso has its owner and every payment one voucher. */
  async function expectPaid(id: string, code: string): Promise<void> {
    await cauce.sandbox.pay(code);
    await cauce.api().paymentWithStatus(id, 'paid');
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
    await expectOneVoucherEach(cauce.sandbox, payments);
  }

  it('takes the first one while it works', async () => {
    const { payment, code } = await voucher();
    expect(payment.attempts).toMatchObject([{ route: 'efecty.epayco', outcome: 'done' }]);
    await expectPaid(payment.id, code);
  }, 60_000);

  it.each([
    ['refuses', 'issue', 'reject', 'rejected'],
    ['does not let us log in', 'login', 'http_500', 'not_sent'],
  ])(
    'turns to the other one when the first %s',
    async (_, operation, kind, outcome) => {
      // A token that is still good is used; a restart forgets it, and must not get another one.
      const isLogIn = operation === 'login';
      if (isLogIn) await cauce.terminate();
      await cauce.sandbox.fault(operation, kind, { count: 1_000 });
      if (isLogIn) await cauce.run();
      const { payment, code } = await voucher();
      expect(payment.attempts).toMatchObject([
        { route: 'efecty.epayco', outcome },
        { route: 'efecty.mercadopago', outcome: 'done' },
      ]);
      await expectPaid(payment.id, code);
    },
    60_000,
  );

  it('never turns away while it is not known what the first one did', async () => {
    payments += 1;
    await cauce.sandbox.fault('issue', 'drop_reply');
    const { body: payment } = await cauce.api().create();
    const known = await cauce.api().paymentWithStatus(payment.id, 'awaiting_payment');
    expect(new Set(known.attempts.map(({ route }) => route))).toEqual(new Set(['efecty.epayco']));
    await expectPaid(payment.id, known.instruction?.code ?? '');
  }, 60_000);

  it('finds money at the other one although its webhooks are lost', async () => {
    await cauce.sandbox.callbacks('drop', { protocol: 'mercadopago' });
    await cauce.sandbox.fault('issue', 'reject');
    const { payment, code } = await voucher();
    await expectPaid(payment.id, code);
    await cauce.sandbox.callbacks('normal', { protocol: 'mercadopago' });
  }, 60_000);

  it('has a voucher voided that is not wanted any more, and takes its money all the same', async () => {
    await cauce.sandbox.fault('issue', 'reject');
    const { payment, code } = await voucher();
    const merchant = cauce.api();
    const cancelled = await merchant.call('POST', `/v1/payments/${payment.id}/cancel`, {
      body: {},
      headers: { 'idempotency-key': payment.id },
    });
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    await until(
      () => cauce.sandbox.journal(),
      (lines) => lines.some((line) => line.code === code && line.kind === 'cancelled'),
    );
    await expectPaid(payment.id, code);
    expect(await merchant.payment(payment.id)).toMatchObject({ status: 'paid', late: true });
  }, 60_000);

  it('takes the same money once, however often it is told', async () => {
    const many = { protocol: 'mercadopago', copies: 40, parallel: 20 };
    await cauce.sandbox.callbacks('duplicate', many);
    await cauce.sandbox.fault('issue', 'reject');
    const { payment, code } = await voucher();
    await expectPaid(payment.id, code);
    await cauce.sandbox.callbacks('normal', { protocol: 'mercadopago' });
  }, 60_000);
});
