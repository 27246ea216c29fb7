import { randomUUID } from 'node:crypto';
import { orderBody, until, type Payment } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { expectEveryPesoOwned, expectOneVoucherEach } from './invariants.js';

/** Points at which the process kills itself while a payment is created. */
const WHILE_CREATING = [
  'after_t1',
  'after_provider_call',
  'before_t2_commit',
  'after_publish_before_mark',
] as const;

describe('a process killed without a word, and started again', () => {
  let cauce: CauceProcess;
  let created = 0;

  beforeAll(async () => {
    cauce = await CauceProcess.start();
  }, 90_000);
  afterAll(() => cauce?.stop());

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
      const answer = await until(
        request,
        ({ status }) => status === 201 || status === 202,
        80_000,
        ({ status, body: last }) => `${status} ${JSON.stringify(last)}`,
      );
      expect(answer.headers.get('idempotency-replayed')).toBe('true');
      const issued = await cauce
        .api()
        .paymentWithStatus(answer.body.id, 'awaiting_payment', 40_000);
      created += 1;
      await expectOneVoucherEach(cauce.sandbox, created);
      await cauce.sandbox.pay(issued.instruction?.code ?? '');
      await cauce.api().paymentWithStatus(issued.id, 'paid');
    },
    150_000,
  );

  it('after a callback was answered with 2xx: the money is not forgotten', async () => {
    const { payment, code } = await cauce.api().createWithVoucher();
    await cauce.terminate();
    await cauce.run({ CAUCE_FAILPOINT: 'after_callback_stored' });
    await cauce.sandbox.pay(code);
    await cauce.died();
    await cauce.sandbox.callbacks('drop');
    await cauce.run();
    await cauce.api().paymentWithStatus(payment.id, 'paid');
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
  }, 120_000);
});
