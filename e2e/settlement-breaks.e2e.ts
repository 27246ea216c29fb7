import { dayOf } from '@cauce/calendar';
import { until } from './api-client.js';
import { CauceProcess } from './cauce-process.js';

interface DayAnswer {
  status: string;
  expected: { count: number };
  matched: { count: number };
  breaks?: { count: number; byKind: Record<string, number> };
}

/** What each defect of a settlement file must be called, with three payments that day. */
const DEFECTS = [
  ['missing_line', 'MISSING_IN_PROVIDER'],
  ['extra_line', 'MISSING_IN_LEDGER'],
  ['amount_off_by_one', 'AMOUNT_MISMATCH'],
  ['duplicate_line', 'DUPLICATE'],
  ['wrong_total', 'CONTROL_TOTAL'],
  ['wrong_count', 'CONTROL_TOTAL'],
  ['truncated', 'CONTROL_TOTAL'],
] as const;

describe.each(DEFECTS)('a settlement file with %s', (defect, kind) => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start();
  }, 90_000);
  afterAll(() => cauce?.stop());

  it(`is a break of kind ${kind}`, async () => {
    for (let count = 0; count < 3; count += 1) {
      const { payment, code } = await cauce.api().createWithVoucher();
      await cauce.sandbox.pay(code);
      await cauce.api().paymentWithStatus(payment.id, 'paid');
    }
    const today = dayOf(new Date());
    await cauce.sandbox.settle(today, defect);
    const day = await until(
      () =>
        cauce
          .api('operator')
          .get<DayAnswer>(`/v1/reconciliation/days/${today}?route=efecty.epayco`),
      (answer) => (answer.breaks?.count ?? 0) > 0,
    );
    expect(day.breaks?.byKind).toEqual({ [kind]: 1 });
  }, 60_000);
});
