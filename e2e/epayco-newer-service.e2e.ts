import { CauceProcess } from './cauce-process.js';

const DAY_MS = 86_400_000;

describe('an account of ePayco at its newer service', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start({
      CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newer',
      CAUCE_PSE_PROTOCOLS: 'epayco',
    });
  }, 90_000);
  afterEach(() => cauce.sandbox.clearFaults());
  afterAll(() => cauce?.stop());

  it('tells the end that ePayco gives a voucher beside the one that was wished', async () => {
    const wished = new Date(Date.now() + 2 * DAY_MS);
    const { body } = await cauce.api().create({ methods: ['efecty'], expiresAt: wished });
    const { id, expiry, instruction } = await cauce
      .api()
      .paymentWithStatus(body.id, 'awaiting_payment');
    expect(expiry.requested).toBe(wished.toISOString());
    const lifeMs = Date.parse(expiry.effective ?? '') - Date.now();
    expect(Math.round(lifeMs / DAY_MS)).toBe(5);
    await cauce.sandbox.pay(instruction?.code ?? '');
    await cauce.api().paymentWithStatus(id, 'paid');
  }, 60_000);

  it('finds the voucher of an answer that was lost, and hands it out', async () => {
    await cauce.sandbox.fault('issue', 'drop_reply');
    const { body } = await cauce.api().create({ methods: ['efecty'] });
    const payment = await cauce.api().paymentWithStatus(body.id, 'awaiting_payment');
    expect(payment.attempts).toHaveLength(1);
    await cauce.sandbox.pay(payment.instruction?.code ?? '');
    await cauce.api().paymentWithStatus(payment.id, 'paid');
  }, 60_000);

  it('sends a payer to the bank', async () => {
    const returnUrl = 'https://shop.example/return';
    const { body } = await cauce.api().create({ methods: ['pse'], bank: '1007', returnUrl });
    const payment = await cauce.api().paymentWithStatus(body.id, 'awaiting_payment');
    await fetch(`${payment.instruction?.url ?? ''}/approve`, { method: 'POST' });
    await cauce.api().paymentWithStatus(payment.id, 'paid');
  }, 60_000);
});
