import { randomUUID } from 'node:crypto';
import { orderBody, until, type Payment } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { expectEveryPesoOwned, expectOneVoucherEach } from './invariants.js';

/** Points at which the process kills itself while a payment is created. */
const WHILE_CREATING = [
  'after_t1',
  'after_provider_call',
  'before_t2_commit',
  'after_publish_before_mark:connector.issue',
  'after_publish_before_mark:connector.result',
] as const;

/** Points at which it kills itself while money comes in. */
const WHILE_PAYING = [
  'after_callback_stored',
  'after_publish_before_mark:connector.fact',
  'after_publish_before_mark:payment.money_received',
  'after_publish_before_mark:ledger.transaction_posted',
] as const;

describe('a process killed without a word, and started again', () => {
  let cauce: CauceProcess;
  let created = 0;

  beforeAll(async () => {
    cauce = await CauceProcess.start();
  }, 90_000);
  afterAll(() => cauce?.stop());

  async function paymentOf(reference: string): Promise<Payment> {
    const page = await until(
      () => cauce.api().get<{ data: Payment[] }>(`/v1/payments?reference=${reference}`),
      ({ data }) => data.length > 0,
    );
    expect(page.data).toHaveLength(1);
    return page.data[0] as Payment;
  }

  it.each(WHILE_CREATING)(
    '%s: the same end as without the kill',
    async (point) => {
      await cauce.terminate();
      await cauce.run({ CAUCE_FAILPOINT: point });
      const key = randomUUID();
      const body = orderBody();
      const request = () =>
        cauce.api().call<Payment>('POST', '/v1/payments', {
          body,
          headers: { 'idempotency-key': key, prefer: 'wait=5' },
        });
      await request().catch(() => undefined);
      await cauce.died();
      await cauce.run();
      const { id } = await paymentOf(String(body['reference']));
      const issued = await cauce.api().paymentWithStatus(id, 'awaiting_payment', 40_000);
      created += 1;
      await expectOneVoucherEach(cauce.sandbox, created);
      // The interrupted request's key is held for a minute, then replays; it never makes a second payment.
      expect([200, 201, 202, 409]).toContain((await request()).status);
      await expectOneVoucherEach(cauce.sandbox, created);
      await cauce.sandbox.pay(issued.instruction?.code ?? '');
      await cauce.api().paymentWithStatus(issued.id, 'paid');
    },
    150_000,
  );

  it.each(WHILE_PAYING)(
    '%s: the money is not forgotten, and not counted twice',
    async (point) => {
      const { payment, code } = await cauce.api().createWithVoucher();
      created += 1;
      await cauce.terminate();
      await cauce.run({ CAUCE_FAILPOINT: point });
      await cauce.sandbox.pay(code);
      await cauce.died();
      // Nothing but what was stored may bring the money back.
      await cauce.sandbox.callbacks('drop');
      await cauce.run();
      const paid = await cauce.api().paymentWithStatus(payment.id, 'paid', 40_000);
      expect(paid.amountPaid.value).toBe(8_500_000);
      await cauce.sandbox.callbacks('normal');
      await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
    },
    120_000,
  );
});
