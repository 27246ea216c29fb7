import type { ConnectorFact } from '@cauce/contracts';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

/** Facts, timers, cancelling and reading on a real PostgreSQL; the test plays the connector's part. */
describe('payments after they were issued', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
  }, 60_000);
  afterAll(() => world?.close());

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

    it.each([true, false])('has the voucher voided where the provider can: %s', async (cancel) => {
      await world.announce('efecty.epayco', { offers: { cancel, settlement: true } });
      const { payment, attempt } = await world.issued();
      await world.cancel(payment.id, 'c3');
      await world.cancel(payment.id, 'c3');
      const asked = (await world.commands(payment.id)).filter(
        ({ type }) => type === 'connector.cancel',
      );
      expect(asked.map(({ data }) => data['attemptId'])).toEqual(cancel ? [attempt.id] : []);
    });

    it('races with money two hundred times: money wins, nothing is lost', async () => {
      for (let round = 0; round < 200; round += 1) {
        const { payment, attempt } = await world.issued();
        const paying = world.fact(attempt, { providerTransactionId: `race-${round}` });
        const cancelling = world.cancel(payment.id, `race-${round}`).catch(() => null);
        await Promise.all(round % 2 === 0 ? [paying, cancelling] : [cancelling, paying]);
        expect((await world.payment(payment.id)).status).toBe('paid');
      }
    }, 240_000);
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
