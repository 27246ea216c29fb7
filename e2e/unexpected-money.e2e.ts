import { CauceProcess } from './cauce-process.js';
import { until } from './api-client.js';
import { balances, expectEveryPesoOwned } from './invariants.js';

const DUE = 8_500_000;

describe('money that is not as expected', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start();
  }, 90_000);
  afterAll(() => cauce?.stop());
  afterEach(() => expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox), 30_000);

  async function owedToPayers(): Promise<number> {
    const accounts = await balances(cauce.api('operator'));
    return -(accounts.get('suspense.overpayment_to_payer') ?? 0);
  }

  it('after a cancellation: paid, late', async () => {
    const { payment, code } = await cauce.api().createWithVoucher();
    const cancelled = await cauce
      .api()
      .call<{ status: string }>('POST', `/v1/payments/${payment.id}/cancel`, {
        body: {},
        headers: { 'idempotency-key': payment.id },
      });
    expect(cancelled.body.status).toBe('cancelled');
    await cauce.sandbox.pay(code);
    const paid = await cauce.api().paymentWithStatus(payment.id, 'paid');
    expect(paid.late).toBe(true);
  }, 45_000);

  it('one peso short: partially paid', async () => {
    const { payment, code } = await cauce.api().createWithVoucher();
    await cauce.sandbox.pay(code, DUE - 100);
    const partly = await cauce.api().paymentWithStatus(payment.id, 'partially_paid');
    expect(partly.amountPaid.value).toBe(DUE - 100);
  }, 45_000);

  it('one peso over: paid, and the peso is owed to the payer', async () => {
    const before = await owedToPayers();
    const { payment, code } = await cauce.api().createWithVoucher();
    await cauce.sandbox.pay(code, DUE + 100);
    await cauce.api().paymentWithStatus(payment.id, 'paid');
    await until(owedToPayers, (owed) => owed === before + 100);
  }, 45_000);

  it('twice: the second payment is owed to the payer', async () => {
    const before = await owedToPayers();
    const { payment, code } = await cauce.api().createWithVoucher();
    await cauce.sandbox.pay(code);
    await cauce.sandbox.pay(code);
    await cauce.api().paymentThat(payment.id, (one) => one.amountPaid.value === 2 * DUE);
    await until(owedToPayers, (owed) => owed === before + DUE);
    expect((await cauce.api().payment(payment.id)).status).toBe('paid');
  }, 45_000);

  it('taken back by the counter: reversed, and nothing is left of it', async () => {
    const { payment, code } = await cauce.api().createWithVoucher();
    await cauce.sandbox.pay(code);
    await cauce.api().paymentWithStatus(payment.id, 'paid');
    await cauce.sandbox.reverse(code);
    const reversed = await cauce.api().paymentWithStatus(payment.id, 'reversed');
    expect(reversed.amountPaid.value).toBe(0);
  }, 45_000);
});

describe('money after the voucher expired', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start({
      CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS: '1',
      CAUCE_EXPIRY_GRACE_SECONDS: '0',
    });
  }, 90_000);
  afterAll(() => cauce?.stop());

  it('is announced as expiring and expired, then paid late', async () => {
    const expiresAt = new Date(Date.now() + 4_000).toISOString();
    const { payment, code } = await cauce.api().createWithVoucher({ expiresAt });
    await cauce.api().paymentWithStatus(payment.id, 'expired', 30_000);
    await cauce.sandbox.pay(code);
    const paid = await cauce.api().paymentWithStatus(payment.id, 'paid', 30_000);
    expect(paid.late).toBe(true);
    const story = await cauce
      .api()
      .get<{ data: { type: string }[] }>(`/v1/payments/${payment.id}/events`);
    expect(story.data.map((event) => event.type).slice(-3)).toEqual([
      'payment.expired',
      'payment.money_received',
      'payment.paid_late',
    ]);
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
  }, 60_000);
});
