import { until } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { expectEveryPesoOwned } from './invariants.js';
import { LossyLine } from './lossy-line.js';

const NETWORK = { netname: 'VIA', hash: 'FIXED5f6e7d8c' };
const DUE = 8_500_000;
const ROUTE = 'baloto.payvalida';

interface TillAnswer {
  readonly kind: string;
  readonly code: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

interface TillPayment {
  readonly transaction: number;
  readonly state: string;
  readonly steps: readonly (TillAnswer & { readonly step: string; readonly attempts: number })[];
}

interface Transactions {
  readonly data: readonly { readonly kind: string }[];
}

/** Postings of money itself; fees follow it. */
const MONEY = ['payment_received', 'reversal'];

describe('tills that ask us', () => {
  let cauce: CauceProcess;
  let line: LossyLine;

  beforeAll(async () => {
    cauce = await CauceProcess.start({
      CAUCE_BALOTO_PROTOCOLS: 'payvalida',
      CAUCE_BALOTO_PAYVALIDA_NETWORK: NETWORK.netname,
      CAUCE_BALOTO_PAYVALIDA_NETWORK_HASH: NETWORK.hash,
    });
    line = await LossyLine.open(`${cauce.api().url}/tills/${ROUTE}`);
  }, 90_000);
  afterAll(async () => {
    await line?.close();
    await cauce?.stop();
  });

  const till = <T>(step: string, asked: Record<string, unknown>): Promise<T> =>
    cauce.sandbox.post(`/sandbox/payvalida/network/${step}`, {
      ...{ url: line.url, ...NETWORK, ...asked },
    }) as Promise<T>;
  const create = () => cauce.api().createWithVoucher({ methods: ['baloto'] });
  /** What the ledger has of a payment's money, once it has every peso that the providers' journals have. */
  const booked = async (paymentId: string) => {
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
    const path = `/v1/ledger/transactions?payment=${paymentId}`;
    const { data } = await cauce.api('operator').get<Transactions>(path);
    return data.map(({ kind }) => kind).filter((kind) => MONEY.includes(kind));
  };

  it('are told what is due, lose our answers, ask again: paid once, and in the books once', async () => {
    const { payment, code: reference } = await create();
    expect(payment.attempts).toMatchObject([{ route: ROUTE, outcome: 'done' }]);
    expect(await till<TillAnswer>('consult', { reference })).toMatchObject({
      ...{ kind: 'accepted', data: { AMOUNT: DUE / 100, REFERENCE: reference } },
    });
    line.lose('POST', 'PATCH');
    const taken = await till<TillPayment>('register', { reference, amount: DUE });
    expect(taken).toMatchObject({
      state: 'paid',
      steps: [
        { step: 'register', code: '0000', attempts: 2 },
        { step: 'confirm', code: '0000', attempts: 2 },
      ],
    });
    const paid = await cauce.api().paymentWithStatus(payment.id, 'paid');
    expect(paid).toMatchObject({ amountPaid: { value: DUE }, late: false });
    expect(await booked(payment.id)).toEqual(['payment_received']);
    const second = await till<TillPayment>('register', { reference, amount: DUE });
    expect(second).toMatchObject({ state: 'rejected', steps: [{ code: '0041' }] });
  }, 60_000);

  it('take the cash back at once, and lose our answer to that: reversed, and nothing is left', async () => {
    const { payment, code: reference } = await create();
    const { transaction } = await till<TillPayment>('register', { reference, amount: DUE });
    await cauce.api().paymentWithStatus(payment.id, 'paid');
    line.lose('PATCH');
    const back = await till<TillPayment>('reverse', { transaction });
    expect(back).toMatchObject({ state: 'reversed', steps: [{ code: '0000', attempts: 2 }] });
    const reversed = await cauce.api().paymentWithStatus(payment.id, 'reversed');
    expect(reversed).toMatchObject({ amountPaid: { value: 0 } });
    expect(await booked(payment.id)).toEqual(['payment_received', 'reversal']);
  }, 60_000);

  it('that never hear us give the cash back: nothing was paid, and another till may take it', async () => {
    const { payment, code: reference } = await create();
    const asked = { reference, amount: DUE, tries: 2 };
    line.lose('POST', 'POST');
    const given = await till<TillPayment>('register', asked);
    expect(given).toMatchObject({ state: 'cancelled', steps: [{ kind: 'unanswered' }, {}] });
    expect(line.carried.slice(-3)).toEqual([
      ...['POST /v1/transactions/', 'POST /v1/transactions/', 'PATCH /v1/transactions/'],
    ]);
    expect(await booked(payment.id)).toEqual([]);
    expect(await till<TillPayment>('register', asked)).toMatchObject({ state: 'paid' });
    await cauce.api().paymentWithStatus(payment.id, 'paid');
    expect(await booked(payment.id)).toEqual(['payment_received']);
  }, 60_000);

  it('are refused what the merchant has cancelled', async () => {
    const { payment, code: reference } = await create();
    await cauce.api().call('POST', `/v1/payments/${payment.id}/cancel`, {
      ...{ body: {}, headers: { 'idempotency-key': `cancel-${payment.id}` } },
    });
    const consult = () => till<TillAnswer>('consult', { reference });
    await until(consult, ({ code }) => code === '0041');
    const late = await till<TillPayment>('register', { reference, amount: DUE });
    expect(late).toMatchObject({ state: 'rejected', steps: [{ code: '0041' }] });
  }, 60_000);
});
