import { dayOf } from '@cauce/calendar';
import { until } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { balances, expectEveryPesoOwned } from './invariants.js';

interface DayAnswer {
  status: string;
  matched: { count: number; total: { value: number } };
  breaks: { count: number };
}

describe('a payment in cash, from the request to the reconciled day', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start({ CAUCE_LOG_LEVEL: 'info' });
  }, 90_000);
  afterAll(() => cauce?.stop());

  /** The connector's line is of the trace that the request began. */
  async function expectOneTrace(): Promise<void> {
    const traces = async () => {
      const lines = cauce.log
        .split('\n')
        .slice(0, -1)
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, string>);
      const of = (wanted: string) => lines.find(({ msg }) => msg === wanted)?.traceId;
      const served = lines.filter(({ method }) => method === 'POST').at(-1)?.traceId;
      return { answered: of('command answered'), served };
    };
    await until(traces, ({ served, answered }) => served !== undefined && served === answered);
  }

  it('travels the whole way and survives a clean restart', async () => {
    const merchant = cauce.api();
    const { payment, code } = await merchant.createWithVoucher();
    expect(payment).toMatchObject({
      status: 'awaiting_payment',
      attempts: [{ route: 'efecty.epayco', status: 'issued', outcome: 'done' }],
    });
    expect(Date.parse(payment.expiry.effective ?? '')).toBeGreaterThan(Date.now());
    await expectOneTrace();

    await cauce.sandbox.pay(code);
    const paid = await merchant.paymentWithStatus(payment.id, 'paid');
    expect(paid).toMatchObject({ late: false, amountPaid: { value: 8_500_000, currency: 'COP' } });

    const operator = cauce.api('operator');
    await expectEveryPesoOwned(operator, cauce.sandbox);
    const accounts = await balances(operator);
    // 85.000: the provider keeps 2,5 % + 800 and 19 % IVA on it; the platform 3,2 % + 1.000 and IVA.
    expect(accounts.get('psp.efecty.epayco.receivable')).toBe(8_500_000 - 348_075);
    expect(accounts.get('expense.provider_fee')).toBe(292_500);
    expect(accounts.get('tax.iva_input')).toBe(55_575);
    expect(accounts.get('income.platform_fee')).toBe(-372_000);
    expect(accounts.get('tax.iva_output')).toBe(-70_680);

    const today = dayOf(new Date());
    await cauce.sandbox.settle(today);
    const day = await until(
      () => operator.get<DayAnswer>(`/v1/reconciliation/days/${today}?route=efecty.epayco`),
      (answer) => answer.status === 'matched',
    );
    expect(day).toMatchObject({
      matched: { count: 1, total: { value: 8_500_000 } },
      breaks: { count: 0 },
    });

    const story = await merchant.get<{ data: { sequence: number; type: string }[] }>(
      `/v1/payments/${payment.id}/events`,
    );
    expect(story.data.map((event) => event.type)).toEqual([
      'payment.created',
      'payment.awaiting_payment',
      'payment.money_received',
      'payment.paid',
    ]);
    expect(story.data.map((event) => event.sequence)).toEqual([1, 2, 3, 4]);

    expect(await cauce.terminate()).toBe(0);
    await cauce.run();
    expect(await cauce.api().payment(payment.id)).toEqual(paid);
  }, 60_000);
});
