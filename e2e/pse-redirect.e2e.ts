import { until } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { expectEveryPesoOwned, expectOneVoucherEach } from './invariants.js';

interface BankList {
  readonly data: readonly { readonly code: string }[];
}

const TRANSFER = {
  methods: ['pse'],
  bank: '1007',
  returnUrl: 'https://shop.example/return',
};

describe('PSE: the payer goes to a bank', () => {
  let cauce: CauceProcess;
  let payments = 0;

  beforeAll(async () => {
    cauce = await CauceProcess.start();
  }, 90_000);
  afterEach(async () => {
    await cauce.sandbox.clearFaults();
    await cauce.sandbox.callbacks('normal', { protocol: 'mercadopago' });
  });
  afterAll(() => cauce?.stop());

  async function redirected(): Promise<{ id: string; url: string; session: string }> {
    payments += 1;
    const { body } = await cauce.api().create(TRANSFER);
    const payment = await cauce.api().paymentWithStatus(body.id, 'awaiting_payment');
    expect(payment.instruction?.kind).toBe('redirect');
    const url = payment.instruction?.url ?? '';
    return { id: payment.id, url, session: url.split('/').at(-1) ?? '' };
  }

  const atBank = (session: string, deed: string) =>
    cauce.sandbox.post(`/sandbox/pse/${session}/${deed}`, {});

  it('sends the payer to the bank’s page, and is paid when the bank says so', async () => {
    const { id, url } = await redirected();
    const page = await (await fetch(url)).text();
    expect(page).toContain('85,000');
    const pressed = await fetch(`${url}/approve`, { method: 'POST' });
    expect(await pressed.text()).toContain('https://shop.example/return');
    const paid = await cauce.api().paymentWithStatus(id, 'paid');
    expect(paid.amountPaid).toEqual({ value: 8_500_000, currency: 'COP' });
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
  }, 60_000);

  it.each([
    ['refuses', 'reject', 'failed'],
    ['waits for the payer in vain', 'abandon', 'expired'],
  ])(
    'is not paid when the bank %s',
    async (_, deed, status) => {
      const { id, session } = await redirected();
      await atBank(session, deed);
      const ended = await cauce.api().paymentWithStatus(id, status as 'failed' | 'expired');
      expect(ended.amountPaid.value).toBe(0);
    },
    60_000,
  );

  it('owns the money once, although it is told a hundred times, forty at once', async () => {
    await cauce.sandbox.callbacks('duplicate', {
      protocol: 'mercadopago',
      copies: 100,
      parallel: 40,
    });
    const { id, session } = await redirected();
    await atBank(session, 'approve');
    await cauce.api().paymentWithStatus(id, 'paid');
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
  }, 60_000);

  it('opens one session when the reply with it is lost', async () => {
    await cauce.sandbox.fault('issue', 'drop_reply', { protocol: 'mercadopago' });
    const { id, session } = await redirected();
    await atBank(session, 'approve');
    await cauce.api().paymentWithStatus(id, 'paid');
    await expectOneVoucherEach(cauce.sandbox, payments);
  }, 60_000);

  it.each([
    ['no bank', { bank: undefined }, '/bank'],
    ['a bank that nobody lists', { bank: '9999' }, '/bank'],
    ['no way back', { returnUrl: undefined }, '/returnUrl'],
  ])(
    'makes no payment with %s',
    async (_, change, pointer) => {
      const known = await until(
        () => cauce.api().call<BankList>('GET', '/v1/methods/pse/banks'),
        ({ status }) => status === 200,
      );
      expect(known.body.data.map(({ code }) => code)).toContain('1007');
      const { status, body } = await cauce.api().create({ ...TRANSFER, ...change });
      expect([status, body]).toMatchObject([400, { errors: [{ pointer }] }]);
    },
    60_000,
  );
});
