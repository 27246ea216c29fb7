import { until } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { balances, expectEveryPesoOwned } from './invariants.js';

describe('callbacks', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start();
  }, 90_000);
  afterAll(() => cauce?.stop());
  afterEach(async () => {
    await cauce.sandbox.callbacks('normal');
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
  }, 30_000);

  it('lost: polling finds the money', async () => {
    await cauce.sandbox.callbacks('drop');
    const { payment, code } = await cauce.api().createWithVoucher();
    await cauce.sandbox.pay(code);
    await cauce.api().paymentWithStatus(payment.id, 'paid', 30_000);
  }, 45_000);

  it('a hundred copies, fifty at once: one receipt', async () => {
    await cauce.sandbox.callbacks('duplicate', { copies: 100, parallel: 50 });
    const { payment, code } = await cauce.api().createWithVoucher();
    await cauce.sandbox.pay(code);
    const paid = await cauce.api().paymentWithStatus(payment.id, 'paid');
    expect(paid.amountPaid.value).toBe(8_500_000);
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
    expect((await cauce.api().payment(payment.id)).sequence).toBe(paid.sequence);
  }, 45_000);

  it('forged: nothing is credited', async () => {
    await cauce.sandbox.callbacks('forged');
    const { payment, code } = await cauce.api().createWithVoucher();
    await cauce.sandbox.post('/sandbox/callbacks/forge', { code });
    await cauce.sandbox.callbacks('normal');
    const other = await cauce.api().createWithVoucher();
    await cauce.sandbox.pay(other.code);
    await cauce.api().paymentWithStatus(other.payment.id, 'paid');
    expect((await cauce.api().payment(payment.id)).status).toBe('awaiting_payment');
  }, 45_000);

  it('before the create reply: paid, and the voucher is known afterwards', async () => {
    await cauce.sandbox.callbacks('before_reply');
    const { body } = await cauce.api().create({}, { prefer: 'wait=20' });
    expect(body.instruction?.code).toEqual(expect.any(String));
    await cauce.sandbox.pay(body.instruction?.code ?? '');
    await cauce.api().paymentWithStatus(body.id, 'paid');
  }, 45_000);

  it('for a reference that nobody issued: kept in suspense', async () => {
    await cauce.api().createWithVoucher();
    await cauce.sandbox.post('/sandbox/till/stray', { amount: 1_230_000, reference: '99999' });
    await until(
      () => balances(cauce.api('operator')),
      (accounts) => accounts.get('suspense.unidentified_receipts') === -1_230_000,
      30_000,
    );
  }, 45_000);
});
