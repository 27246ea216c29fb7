import { PayuUnderTest, efectyTransaction, pseTransaction } from '../fixtures/payu-under-test.js';

const protocol = 'payu';
const MINUTE_MS = 60_000;

describe('PayU, driven', () => {
  let provider: PayuUnderTest;

  beforeEach(async () => {
    provider = await PayuUnderTest.start();
  });
  afterEach(() => provider.stop());

  const fault = (operation: string, kind: string) =>
    provider.drive('/faults', { protocol, operation, kind, count: 1 });

  /** What the shop was told, oldest first, as soon as it was so much. */
  async function told(count: number): Promise<Record<string, string>[]> {
    await provider.shop.has(count);
    return provider.shop.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  }

  const toShop = (transaction: Record<string, unknown>) => ({
    ...transaction,
    order: { ...(transaction['order'] as object), notifyUrl: provider.shop.url },
  });

  it('refuses as each operation does, in words', async () => {
    for (const operation of ['issue', 'status', 'banks']) await fault(operation, 'reject');
    const answers = [
      await provider.submit(),
      await provider.ask('reports', 'ORDER_DETAIL', { details: { orderId: 1 } }),
      await provider.ask('payments', 'GET_BANKS_LIST'),
    ];
    for (const answer of answers) expect(answer['code']).toBe('ERROR');
    expect(await provider.orders()).toBeNull();
  });

  it.each(['login', 'search', 'cancel'])('has no operation %s to spoil', async (operation) => {
    expect(await fault(operation, 'reject')).toMatchObject({ code: 'INVALID_REQUEST' });
  });

  it.each([
    ['http_500', 0],
    ['http_500_after', 1],
    ['maintenance', 0],
    ['malformed', 1],
  ])('after %s the journal alone says what was executed', async (kind, lines) => {
    await fault('issue', kind);
    await expect(provider.submit()).rejects.toThrow('JSON');
    expect((await provider.drive(`/journal?protocol=${protocol}`))['data']).toHaveLength(lines);
  });

  it('tells of a payment with a signature over one decimal', async () => {
    const { orderId, transactionId } = await provider.submitted();
    await provider.drive('/till/pay', { code: String(orderId) });
    expect(await told(1)).toMatchObject([
      {
        merchant_id: '508029',
        reference_sale: '1001',
        reference_pol: String(orderId),
        transaction_id: transactionId,
        state_pol: '4',
        response_code_pol: '1',
        payment_method_name: 'EFECTY',
        value: '65000.00',
        currency: 'COP',
        test: '1',
        // md5 of 4Vj8eK4rloUd272L48hsrarnUA~508029~1001~65000.0~COP~4
        sign: '83615ba0ce37347bf7f52ecc06fe5e85',
      },
    ]);
    expect(await provider.orders()).toMatchObject([
      {
        status: 'CAPTURED',
        transactions: [
          { transactionResponse: { state: 'APPROVED', operationDate: provider.now.getTime() } },
        ],
      },
    ]);
  });

  it('shows every payment of a code as a transaction of its order', async () => {
    const { orderId } = await provider.submitted();
    await provider.drive('/till/pay', { code: String(orderId) });
    await provider.drive('/till/pay', { code: String(orderId), amount: 7_000_000 });
    const [order] = (await provider.orders()) ?? [];
    expect(order).toMatchObject({
      id: orderId,
      additionalValues: { TX_VALUE: { value: 65_000 } },
      transactions: [
        { additionalValues: { TX_VALUE: { value: 65_000 } } },
        { additionalValues: { TX_VALUE: { value: 70_000 } } },
      ],
    });
    expect(new Set((await told(2)).map((one) => one['transaction_id'])).size).toBe(2);
  });

  it('takes a payment back with a further transaction, and does not tell', async () => {
    const { orderId, transactionId } = await provider.submitted();
    await provider.drive('/till/pay', { code: String(orderId) });
    await provider.drive('/till/reverse', { code: String(orderId) });
    expect(await provider.orders()).toMatchObject([
      {
        status: 'REFUNDED',
        transactions: [
          { id: transactionId, transactionResponse: { state: 'APPROVED' } },
          { type: 'VOID', parentTransactionId: transactionId },
        ],
      },
    ]);
    expect(await told(1)).toHaveLength(1);
  });

  it('tells of the end of a voucher, which can be paid all the same', async () => {
    const { orderId } = await provider.submitted();
    provider.now = new Date(provider.now.getTime() + 8 * 86_400_000);
    expect(await provider.orders()).toMatchObject([{ status: 'CANCELLED' }]);
    expect(await told(1)).toMatchObject([{ state_pol: '5', response_code_pol: '20' }]);
    await provider.drive('/till/pay', { code: String(orderId) });
    expect(await told(2)).toMatchObject([{ state_pol: '5' }, { state_pol: '4' }]);
  });

  it.each([
    ['reject', '6', 'DECLINED'],
    ['abandon', '5', 'EXPIRED'],
  ])('%s at the bank is state %s', async (deed, statePol, state) => {
    const { orderId } = await provider.submitted(toShop(pseTransaction()));
    await provider.drive(`/pse/${orderId}/${deed}`, {});
    expect(await told(1)).toMatchObject([{ state_pol: statePol, pse_bank: '1007' }]);
    expect(await provider.orders()).toMatchObject([
      { transactions: [{ transactionResponse: { state } }] },
    ]);
  });

  it('gives a bank up after 21 minutes', async () => {
    await provider.submitted(toShop(pseTransaction()));
    provider.now = new Date(provider.now.getTime() + 21 * MINUTE_MS);
    expect(await provider.orders()).toMatchObject([
      { transactions: [{ transactionResponse: { state: 'EXPIRED' } }] },
    ]);
  });

  it('keeps money that came for nothing under the reference that it names', async () => {
    await provider.drive('/till/stray', {
      protocol,
      reference: '77',
      amount: 3_000_000,
      network: 'efecty',
    });
    expect(await provider.orders('77')).toMatchObject([
      { accountId: 512_321, transactions: [{ additionalValues: { TX_VALUE: { value: 30_000 } } }] },
    ]);
  });

  it.each(['wrong', 'replayed'] as const)('forges: %s', async (signature) => {
    const { orderId, transactionId } = await provider.submitted();
    await provider.drive('/callbacks/forge', { code: String(orderId), signature });
    const [forged] = await told(1);
    expect(forged).toMatchObject({ state_pol: '4', reference_sale: '1001' });
    expect(forged?.['transaction_id']).not.toBe(transactionId);
  });

  it('may have an order paid before its request is answered', async () => {
    await provider.drive('/callbacks', { protocol, mode: 'before_reply', pay: true });
    await provider.submit(efectyTransaction({}, { notifyUrl: provider.shop.url }));
    expect(await told(1)).toMatchObject([{ state_pol: '4' }]);
  });

  it('has settlement files, as every provider here', async () => {
    const { orderId } = await provider.submitted();
    await provider.drive('/till/pay', { code: String(orderId) });
    await provider.drive(`/settlements/${protocol}`, { day: '2026-11-20', defect: null });
    const response = await fetch(`${provider.sandboxUrl}/payu/settlements/efecty/2026-11-20`);
    expect(((await response.json()) as { files: unknown[] }).files).toHaveLength(1);
  });
});
