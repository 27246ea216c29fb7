import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  efectyTransaction,
  PAYU,
  PayuUnderTest,
  pseTransaction,
  type Submitted,
} from '../fixtures/payu-under-test.js';

const value = (pesos: number) => ({ TX_VALUE: { value: pesos, currency: 'COP' } });

describe('the services of PayU', () => {
  let provider: PayuUnderTest;

  beforeEach(async () => {
    provider = await PayuUnderTest.start();
  });
  afterEach(() => provider.stop());

  it('are there', async () => {
    for (const service of ['payments', 'reports'] as const) {
      expect(await provider.ask(service, 'PING')).toEqual({ code: 'SUCCESS', error: null });
    }
  });

  it('make a voucher for Efecty that ends when it was told to', async () => {
    expect(await provider.submit()).toMatchObject({
      code: 'SUCCESS',
      error: null,
      transactionResponse: {
        orderId: expect.any(Number),
        transactionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        state: 'PENDING',
        pendingReason: 'AWAITING_NOTIFICATION',
        responseCode: 'PENDING_TRANSACTION_CONFIRMATION',
        extraParameters: {
          EXPIRATION_DATE: Date.parse('2026-11-25T18:30:00-05:00'),
          REFERENCE: expect.any(Number),
        },
        additionalInfo: { paymentNetwork: 'EFECTY', rejectionType: 'NONE' },
      },
    });
  });

  it('ignore an end beyond seven days', async () => {
    const late = efectyTransaction({ expirationDate: '2027-01-01T00:00:00' });
    const { extraParameters } = await provider.submitted(late);
    expect(extraParameters['EXPIRATION_DATE']).toBe(provider.now.getTime() + 7 * 86_400_000);
  });

  it('name the codes of banks where those take the money', async () => {
    const { extraParameters } = await provider.submitted(
      efectyTransaction({ paymentMethod: 'BANK_REFERENCED' }),
    );
    expect(extraParameters).toHaveProperty('BANCOLOMBIA_SERVICE_CODE');
  });

  it('send a transfer’s payer to a bank, which the payer comes back from', async () => {
    const { orderId, extraParameters } = await provider.submitted(pseTransaction());
    const page = String(extraParameters['BANK_URL']);
    expect(page).toBe(`${provider.sandboxUrl}/bank/${orderId}`);
    const done = await fetch(`${page}/approve`, { method: 'POST' });
    expect(await done.text()).toContain('href="https://shop.example/back"');
    expect(await provider.orders()).toMatchObject([{ status: 'CAPTURED' }]);
  });

  it('list banks, the line that asks to choose one first', async () => {
    const bankListInformation = { paymentMethod: 'PSE', paymentCountry: 'CO' };
    const { banks } = await provider.ask('payments', 'GET_BANKS_LIST', { bankListInformation });
    expect((banks as { pseCode: string }[]).map(({ pseCode }) => pseCode)).toEqual([
      '0',
      '1007',
      '1051',
      '1507',
    ]);
  });

  it.each([
    [efectyTransaction({}, { signature: '7ee7cf808ce6a39b17481c54f2c57acc' }), /order\.signature/],
    [efectyTransaction({}, { accountId: '1' }), /order\.accountId/],
    [efectyTransaction({}, { additionalValues: value(19_999) }), /less than minimum .* 20000 COP/],
    [efectyTransaction({}, { additionalValues: value(6_000_001) }), /greater than maximum/],
    [efectyTransaction({}, { additionalValues: value(20_000.5) }), /TX_VALUE\.value.*entero/],
    [efectyTransaction({}, { description: 'a'.repeat(256) }), /order\.description.*largo/],
    [efectyTransaction({ expirationDate: '2026-11-25' }), /expirationDate/],
    [efectyTransaction({ paymentMethod: 'BALOTO' }), /paymentMethod/],
    [efectyTransaction({ payer: {} }), /payer\.fullName.*vacío/],
    [pseTransaction({ FINANCIAL_INSTITUTION_CODE: '0' }), /FINANCIAL_INSTITUTION_CODE/],
    [pseTransaction({ PSE_REFERENCE2: 'PPT' }), /PSE_REFERENCE2/],
    [pseTransaction({}, { cookie: null }), /cookie/],
  ])('refuse what they cannot take: %#', async (transaction, error) => {
    expect(await provider.submit(transaction)).toMatchObject({
      code: 'ERROR',
      error: expect.stringMatching(error),
    });
    expect(await provider.orders()).toBeNull();
  });

  it.each(['payments', 'reports'] as const)('let nobody else in to %s', async (service) => {
    for (const merchant of [{ apiLogin: PAYU.apiLogin, apiKey: 'x' }, {}, null]) {
      expect(await provider.ask(service, 'PING', { merchant })).toMatchObject({
        code: 'ERROR',
        error: 'Credenciales inválidas',
      });
    }
  });

  it('know no other commands', async () => {
    const answers = [
      await provider.ask('payments', 'ORDER_DETAIL'),
      await provider.ask('reports', 'SUBMIT_TRANSACTION'),
      await provider.ask('payments', 'GET_BANKS_LIST'),
      await provider.ask('reports', 'ORDER_DETAIL_BY_REFERENCE_CODE'),
    ];
    for (const answer of answers) expect(answer['code']).toBe('ERROR');
  });

  it('show an order by its reference, its number and its transaction', async () => {
    const { orderId, transactionId } = await provider.submitted();
    const shown = await provider.orders();
    expect(shown).toMatchObject([
      {
        id: orderId,
        accountId: 512_321,
        status: 'IN_PROGRESS',
        referenceCode: '1001',
        isTest: true,
        additionalValues: { TX_VALUE: { value: 65_000, currency: 'COP' } },
        transactions: [
          { id: transactionId, paymentMethod: 'EFECTY', transactionResponse: { state: 'PENDING' } },
        ],
      },
    ]);
    const { result: order } = await provider.ask('reports', 'ORDER_DETAIL', {
      details: { orderId },
    });
    expect(order).toEqual({ payload: shown?.[0] });
    const { result: transaction } = await provider.ask('reports', 'TRANSACTION_RESPONSE_DETAIL', {
      details: { transactionId },
    });
    expect(transaction).toMatchObject({ payload: { state: 'PENDING', orderId } });
  });

  it('find nothing under what nobody submitted', async () => {
    for (const details of [{ orderId: 1 }, { transactionId: 'x' }, { referenceCode: 'x' }]) {
      const [name = ''] = Object.keys(details);
      const command = {
        orderId: 'ORDER_DETAIL',
        transactionId: 'TRANSACTION_RESPONSE_DETAIL',
        referenceCode: 'ORDER_DETAIL_BY_REFERENCE_CODE',
      }[name];
      expect(await provider.ask('reports', command ?? '', { details })).toEqual({
        code: 'SUCCESS',
        error: null,
        result: null,
      });
    }
  });

  it('make a second order of a reference that was submitted before', async () => {
    const ids = [await provider.submitted(), await provider.submitted()].map(
      ({ orderId }: Submitted) => orderId,
    );
    expect(new Set(ids).size).toBe(2);
    expect((await provider.orders())?.map(({ id }) => id)).toEqual(ids.toReversed());
  });
});

it('the orders of PayU outlive the sandbox', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'payu-'));
  const first = await PayuUnderTest.start(dataDir);
  await first.submit();
  const before = await first.orders();
  await first.stop();
  const second = await PayuUnderTest.start(dataDir);
  const after = await second.orders();
  await second.stop();
  rmSync(dataDir, { recursive: true });
  const here = (text: unknown) => JSON.stringify(text).replaceAll(/127\.0\.0\.1:\d+/g, 'here');
  expect(here(after)).toBe(here(before));
  expect(after).toHaveLength(1);
});
