import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';
import type { CreatePaymentBody } from './create-payment.schema.js';

/** T1 and T2 on a real PostgreSQL; the test plays the connector's part. */
describe('payments', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
  }, 60_000);
  afterAll(() => world?.close());

  describe('creating', () => {
    it('writes the attempt, its command and the first event in one transaction', async () => {
      const { payment, attempt } = await world.create();
      expect(payment).toMatchObject({ status: 'processing', route: 'efecty.epayco', sequence: 1 });
      expect(attempt).toMatchObject({ status: 'sending', number: 1 });
      const [command] = await world.commands(payment.id);
      expect(command).toMatchObject({
        type: 'connector.issue',
        data: { attemptId: attempt.id, reference: attempt.reference },
      });
      expect(await world.storyOf(payment.id)).toEqual(['payment.created']);
    });

    it('keeps payer data sealed in every row and message', async () => {
      const { payment } = await world.create();
      const dump = await world.dump();
      expect(dump).toContain(payment.id);
      for (const canary of ['Muñoz', 'ana@example.com', '1020304051', '3001112233']) {
        expect(dump).not.toContain(canary);
      }
    });

    it('answers a hundred requests with one key with one payment', async () => {
      const key = 'key-of-a-hundred';
      const body = world.order();
      const answers = await Promise.allSettled(
        Array.from({ length: 100 }, () => world.createWith(key, body)),
      );
      const ids = answers.flatMap((one) =>
        one.status === 'fulfilled' ? [one.value.payment.id] : [],
      );
      const refused = answers.flatMap((one) =>
        one.status === 'rejected' ? [one.reason.code] : [],
      );
      expect(new Set(ids).size).toBe(1);
      expect(ids.length + refused.length).toBe(100);
      expect(new Set(refused.filter((code) => code !== 'IDEMPOTENCY_KEY_IN_FLIGHT'))).toEqual(
        new Set(),
      );
      expect(await world.countPayments(body.reference)).toBe(1);
    });

    it('refuses a second open payment with the same reference, and names the first', async () => {
      const body = world.order();
      const first = await world.createWith('ref-1', body);
      await expect(world.createWith('ref-2', body)).rejects.toMatchObject({
        code: 'REFERENCE_IN_USE',
        message: expect.stringContaining(first.payment.id),
      });
    });

    it.each([
      [
        { amount: { value: 8_500_050, currency: 'COP' } },
        'AMOUNT_NOT_COLLECTABLE',
        '/amount/value',
      ],
      [{ amount: { value: 100, currency: 'COP' } }, 'AMOUNT_NOT_COLLECTABLE', '/amount/value'],
      [
        { amount: { value: 900_000_000_000, currency: 'COP' } },
        'AMOUNT_NOT_COLLECTABLE',
        '/amount/value',
      ],
      [
        { amount: { value: 100_000, currency: 'USD' } },
        'AMOUNT_NOT_COLLECTABLE',
        '/amount/currency',
      ],
      [{ expiresAt: new Date('2026-11-01T00:00:00Z') }, 'INVALID_REQUEST', '/expiresAt'],
      [{ methods: ['pse'] }, 'NO_ROUTE', undefined],
    ])('refuses %j with %s', async (change, code, pointer) => {
      await expect(
        world.createWith(`bad-${JSON.stringify(change)}`, {
          ...world.order(),
          ...(change as Partial<CreatePaymentBody>),
        }),
      ).rejects.toMatchObject({
        code,
        ...(pointer === undefined ? {} : { fieldErrors: [{ pointer }] }),
      });
    });
  });

  describe('the connector’s answer', () => {
    it('done: the voucher is there and the notice of its end is set', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'done', instruction: world.voucher() });
      const after = await world.payment(payment.id);
      expect(after).toMatchObject({ status: 'awaiting_payment', instruction: { code: '998877' } });
      expect(after.expiry.effective).toBe(world.voucher().expiresAt.toISOString());
      expect(await world.storyOf(payment.id)).toEqual([
        'payment.created',
        'payment.awaiting_payment',
      ]);
    });

    it('done, twice: tells it once', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'done', instruction: world.voucher() });
      await world.result(attempt, { outcome: 'done', instruction: world.voucher() });
      expect(await world.storyOf(payment.id)).toHaveLength(2);
    });

    it('rejected for the payer’s sake: failed, with no other attempt', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, {
        outcome: 'rejected',
        reason: 'payer_rejected',
        reroutable: false,
      });
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'failed',
        attempts: [{ status: 'rejected', reason: 'payer_rejected' }],
      });
    });

    it('rejected by the provider: the next route is tried', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, {
        outcome: 'rejected',
        reason: 'provider_rejected',
        reroutable: true,
      });
      const after = await world.payment(payment.id);
      expect(after.status).toBe('processing');
      expect(after.attempts.map((one) => [one.route, one.status])).toEqual([
        ['efecty.epayco', 'rejected'],
        ['efecty.payu', 'sending'],
      ]);
    });

    it('never sent: other routes first, then the same again, then failed', async () => {
      const { payment } = await world.create();
      for (const route of ['efecty.epayco', 'efecty.payu', 'efecty.epayco']) {
        const attempt = await world.liveAttempt(payment.id);
        expect(attempt.route).toBe(route);
        await world.result(attempt, {
          outcome: 'not_sent',
          reason: 'connect_failed',
          reroutable: true,
        });
      }
      expect((await world.payment(payment.id)).status).toBe('failed');
    });

    it('for an attempt that nobody started: an error, not a guess', async () => {
      const { attempt } = await world.create();
      await expect(
        world.result({ ...attempt, id: 'att_none' }, { outcome: 'done' }),
      ).rejects.toThrow('never started');
    });

    it('a second attempt that may be live is refused by the database itself', async () => {
      const { attempt } = await world.create();
      await expect(world.cloneAttempt(attempt.id)).rejects.toThrow('attempts_one_live');
    });
  });

  describe('an unknown outcome', () => {
    it('is asked about on a schedule and adopted when it is found', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
      expect((await world.payment(payment.id)).status).toBe('processing');
      await world.pass(10_000);
      expect((await world.commands(payment.id)).map((one) => one.type)).toEqual([
        'connector.issue',
        'connector.read_status',
      ]);
      await world.status(attempt, 'pending', world.voucher());
      expect((await world.payment(payment.id)).status).toBe('awaiting_payment');
      await world.pass(3_600_000);
      expect(await world.commands(payment.id)).toHaveLength(2);
    });

    it('is not replaced before three absences and the horizon', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
      await world.status(attempt, 'absent');
      await world.status(attempt, 'absent');
      await world.status(attempt, 'absent');
      expect((await world.payment(payment.id)).attempts).toHaveLength(1);
      await world.pass(120_000);
      await world.status(attempt, 'absent');
      const after = await world.payment(payment.id);
      expect(after.attempts.map((one) => one.status)).toEqual(['absent', 'sending']);
    });

    it('whose voucher turns up after all is kept as an orphan and honoured', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
      await world.pass(120_000);
      for (let count = 0; count < 3; count += 1) await world.status(attempt, 'absent');
      const second = await world.liveAttempt(payment.id);
      await world.result(second, { outcome: 'done', instruction: world.voucher('222') });
      await world.result(attempt, { outcome: 'done', instruction: world.voucher('111') });
      const both = await world.payment(payment.id);
      expect(both.attempts.map((one) => one.status)).toEqual(['orphaned', 'issued']);
      expect(both.instruction).toMatchObject({ code: '222' });
      await world.fact(attempt, { providerTransactionId: 'orphan-1' });
      await world.fact(second, { providerTransactionId: 'second-1' });
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'paid',
        amountPaid: { value: 17_000_000 },
      });
    });

    it('of a process that died is found by its lease', async () => {
      const { payment } = await world.create();
      await world.pass(60_000);
      const types = (await world.commands(payment.id)).map((one) => one.type);
      expect(types).toContain('connector.read_status');
      expect((await world.payment(payment.id)).attempts[0]).toMatchObject({
        status: 'unknown',
        reason: 'lease_ran_out',
      });
    });

    it.each([
      ['rejected', 'failed'],
      ['expired', 'expired'],
      ['cancelled', 'cancelled'],
    ] as const)('that the provider calls %s is %s', async (status, expected) => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
      await world.status(attempt, status);
      expect((await world.payment(payment.id)).status).toBe(expected);
    });
  });
});
