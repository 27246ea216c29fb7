import { CauceProcess } from './cauce-process.js';
import { expectEveryPesoOwned, expectOneVoucherEach } from './invariants.js';

const FAULTS = [
  'drop_request',
  'drop_reply',
  'reset',
  'http_500',
  'http_500_after',
  'slow',
  'malformed',
] as const;

describe('faults between Cauce and the provider', () => {
  let cauce: CauceProcess;
  let created = 0;

  beforeAll(async () => {
    cauce = await CauceProcess.start();
  }, 90_000);
  afterAll(() => cauce?.stop());
  afterEach(() => cauce.sandbox.clearFaults());

  it.each(FAULTS)(
    '%s while issuing: one voucher, found in the end, and payable',
    async (kind) => {
      const merchant = cauce.api();
      await cauce.sandbox.fault('issue', kind, kind === 'slow' ? { delayMs: 500 } : {});
      const { status, body } = await merchant.create({}, { prefer: 'wait=0' });
      expect(status).toBe(202);
      expect(body.status).toBe('processing');
      const issued = await merchant.paymentWithStatus(body.id, 'awaiting_payment', 30_000);
      created += 1;
      await expectOneVoucherEach(cauce.sandbox, created);
      await cauce.sandbox.pay(issued.instruction?.code ?? '');
      await merchant.paymentWithStatus(body.id, 'paid');
    },
    45_000,
  );

  it.each(FAULTS)(
    'a lost reply and then %s while asking for the status: the same',
    async (kind) => {
      const merchant = cauce.api();
      await cauce.sandbox.fault('issue', 'drop_reply');
      for (const operation of ['status', 'search']) {
        await cauce.sandbox.fault(operation, kind, kind === 'slow' ? { delayMs: 500 } : {});
      }
      const { body } = await merchant.create({}, { prefer: 'wait=0' });
      const issued = await merchant.paymentWithStatus(body.id, 'awaiting_payment', 40_000);
      created += 1;
      await expectOneVoucherEach(cauce.sandbox, created);
      await cauce.sandbox.pay(issued.instruction?.code ?? '');
      await merchant.paymentWithStatus(body.id, 'paid');
    },
    60_000,
  );

  it('a refusal of the provider: failed, with the reason, and no voucher', async () => {
    await cauce.sandbox.fault('issue', 'reject', { count: 3 });
    const { body } = await cauce.api().create({}, { prefer: 'wait=10' });
    const failed = await cauce.api().paymentWithStatus(body.id, 'failed');
    expect(failed.attempts[0]).toMatchObject({ status: 'rejected', outcome: 'rejected' });
    expect(failed.instruction).toBeNull();
    await expectOneVoucherEach(cauce.sandbox, created);
  }, 30_000);

  it('leaves every peso owned', async () => {
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
  }, 30_000);
});
