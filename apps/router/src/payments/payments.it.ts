import type { ConnectorFact } from '@cauce/contracts';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';
import type { CreatePaymentBody } from './payment.schema.js';

/** T1, T2, facts and timers on a real PostgreSQL; the test plays the connector's part. */
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

  describe('facts', () => {
    it('before the create reply: paid, and the voucher is added later', async () => {
      const { payment, attempt } = await world.create();
      await world.fact(attempt);
      expect((await world.payment(payment.id)).status).toBe('paid');
      await world.result(attempt, { outcome: 'done', instruction: world.voucher() });
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'paid',
        instruction: { code: '998877' },
      });
    });

    it('a hundred times, fifty at once: one receipt and a gapless story', async () => {
      const { payment, attempt } = await world.issued();
      for (let round = 0; round < 2; round += 1) {
        await Promise.all(
          Array.from({ length: 50 }, () => world.fact(attempt, { providerTransactionId: 'same' })),
        );
      }
      expect((await world.payment(payment.id)).amountPaid.value).toBe(8_500_000);
      expect(await world.storyOf(payment.id)).toEqual([
        'payment.created',
        'payment.awaiting_payment',
        'payment.money_received',
        'payment.paid',
      ]);
    });

    it.each(['expired', 'cancelled', 'rejected'] as const)(
      '%s closes an open payment and not a paid one',
      async (kind) => {
        const open = await world.issued();
        await world.fact(open.attempt, { kind });
        expect((await world.payment(open.payment.id)).status).toBe(
          kind === 'rejected' ? 'failed' : kind,
        );
        await world.fact(open.attempt, { providerTransactionId: `late-${kind}` });
        expect(await world.payment(open.payment.id)).toMatchObject({ status: 'paid', late: true });
        await world.fact(open.attempt, { kind, providerTransactionId: `again-${kind}` });
        expect((await world.payment(open.payment.id)).status).toBe('paid');
      },
    );

    it('for nobody: announced as unidentified', async () => {
      await world.fact(
        { id: 'att_x', paymentId: 'pay_x', route: 'efecty.epayco', reference: '424242' },
        { paymentId: null, attemptId: null, providerTransactionId: 'stray' },
      );
      const [event] = await world.unidentified();
      expect(event).toMatchObject({ reference: '424242', amount: { minor: 8_500_000 } });
    });

    it('in another currency: an error that a person must look at', async () => {
      const { attempt } = await world.issued();
      await expect(
        world.fact(attempt, { amount: { minor: 100n, currency: 'USD' } }),
      ).rejects.toThrow('USD');
    });

    it('in any order of paid and reversed: the same end', async () => {
      const orders: ConnectorFact['kind'][][] = [
        ['paid', 'reversed'],
        ['reversed', 'paid'],
      ];
      for (const [index, kinds] of orders.entries()) {
        const { payment, attempt } = await world.issued();
        for (const kind of kinds) {
          await world.fact(attempt, { kind, providerTransactionId: `order-${index}` });
        }
        expect(await world.payment(payment.id)).toMatchObject({
          status: 'reversed',
          amountPaid: { value: 0 },
        });
      }
    });

    it('cannot be changed or deleted by the application', async () => {
      const { attempt } = await world.issued();
      await world.fact(attempt, { providerTransactionId: 'kept' });
      for (const statement of ['update facts set amount_minor = 1', 'delete from facts']) {
        await expect(world.database.transaction((tx) => tx.execute(statement))).rejects.toThrow(
          'permission denied',
        );
      }
    });
  });

  describe('the end of a voucher', () => {
    it('is announced, then happens after the grace, and late money still pays', async () => {
      const { payment, attempt } = await world.issued();
      await world.passUntil(world.voucher().expiresAt, -3_600_000);
      expect((await world.storyOf(payment.id)).at(-1)).toBe('payment.expiring');
      await world.passUntil(world.voucher().expiresAt, 600_000);
      expect((await world.payment(payment.id)).status).toBe('awaiting_payment');
      await world.passUntil(world.voucher().expiresAt, 1_000_000);
      expect((await world.payment(payment.id)).status).toBe('expired');
      await world.fact(attempt, { providerTransactionId: 'too-late' });
      expect(await world.payment(payment.id)).toMatchObject({ status: 'paid', late: true });
      expect((await world.storyOf(payment.id)).slice(-3)).toEqual([
        'payment.expired',
        'payment.money_received',
        'payment.paid_late',
      ]);
    });
  });

  describe('cancelling', () => {
    it('an open payment, once, and a repeat is a replay', async () => {
      const { payment } = await world.issued();
      expect(await world.cancel(payment.id, 'c1')).toMatchObject({
        isReplay: false,
        payment: { status: 'cancelled' },
      });
      expect(await world.cancel(payment.id, 'c1')).toMatchObject({ isReplay: true });
      expect((await world.storyOf(payment.id)).at(-1)).toBe('payment.cancelled');
    });

    it.each([
      ['processing', 'PAYMENT_IN_PROGRESS'],
      ['paid', 'PAYMENT_NOT_CANCELLABLE'],
    ])('a payment that is %s is refused with %s', async (status, code) => {
      const { payment, attempt } = await world.create();
      if (status === 'paid') await world.fact(attempt, { providerTransactionId: 'c-paid' });
      await expect(world.cancel(payment.id, 'c2')).rejects.toMatchObject({ code });
    });

    it('races with money two hundred times: money wins, nothing is lost', async () => {
      for (let round = 0; round < 200; round += 1) {
        const { payment, attempt } = await world.issued();
        const paying = world.fact(attempt, { providerTransactionId: `race-${round}` });
        const cancelling = world.cancel(payment.id, `race-${round}`).catch(() => null);
        await Promise.all(round % 2 === 0 ? [paying, cancelling] : [cancelling, paying]);
        expect((await world.payment(payment.id)).status).toBe('paid');
      }
    }, 60_000);
  });

  describe('reading', () => {
    it('hides other merchants’ payments', async () => {
      const { payment } = await world.create();
      await expect(world.paymentOf('mer_other', payment.id)).rejects.toMatchObject({
        code: 'PAYMENT_NOT_FOUND',
      });
    });

    it('lists newest first, page by page, without repeating or missing any', async () => {
      const fresh = await openRouterWorld();
      await fresh.announce('efecty.epayco');
      const made: string[] = [];
      for (let count = 0; count < 7; count += 1) {
        made.unshift((await fresh.create()).payment.id);
        if (count % 3 === 0) fresh.clock.advance(1_000);
      }
      const seen = await fresh.listAll(3);
      expect(seen).toEqual(made);
      await fresh.close();
    }, 60_000);
  });
});
