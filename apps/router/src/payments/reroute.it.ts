import { newId } from '@cauce/config';
import type { ConnectorResult } from '@cauce/contracts';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

/** What follows an attempt that came to nothing: another route, the same one again, or the end. */
describe('after an attempt that left no voucher', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
  }, 60_000);
  afterAll(() => world?.close());

  const refused = (outcome: 'rejected' | 'not_sent'): Partial<ConnectorResult> => ({
    outcome,
    reason: `was_${outcome}`,
    reroutable: true,
  });
  const attemptsOf = async (paymentId: string) =>
    (await world.payment(paymentId)).attempts.map((one) => `${one.route} ${one.status}`);
  const issued = async (paymentId: string) =>
    (await world.commands(paymentId)).filter((one) => one.type === 'connector.issue').length;

  async function absent(attempt: Parameters<RouterWorld['result']>[0]): Promise<void> {
    world.clock.advance(75_000);
    for (let count = 0; count < 3; count += 1) await world.status(attempt, 'absent');
  }

  describe('the payment', () => {
    it('leaves a route that refused it for good, and fails when every route has', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, refused('rejected'));
      await world.result(await world.liveAttempt(payment.id), refused('rejected'));
      expect(await attemptsOf(payment.id)).toEqual([
        'efecty.epayco rejected',
        'efecty.payu rejected',
      ]);
      expect((await world.payment(payment.id)).status).toBe('failed');
      const last = (await world.events(payment.id)).at(-1);
      expect(last).toMatchObject({ type: 'payment.failed', data: { reason: 'was_rejected' } });
    });

    it('goes back to a route that was never reached, not to one that refused', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, refused('not_sent'));
      await world.result(await world.liveAttempt(payment.id), refused('rejected'));
      expect(await attemptsOf(payment.id)).toEqual([
        'efecty.epayco not_sent',
        'efecty.payu rejected',
        'efecty.epayco sending',
      ]);
    });

    it('is tried three times at most', async () => {
      const { payment } = await world.create();
      for (let count = 0; count < 3; count += 1) {
        await world.result(await world.liveAttempt(payment.id), refused('not_sent'));
      }
      expect((await world.payment(payment.id)).status).toBe('failed');
      expect(await issued(payment.id)).toBe(3);
    });

    it.each(['rejected', 'not_sent'] as const)(
      '%s by an answer that forbids another route: fails at once',
      async (outcome) => {
        const { payment, attempt } = await world.create();
        await world.result(attempt, { ...refused(outcome), reroutable: false });
        expect((await world.payment(payment.id)).status).toBe('failed');
        expect(await issued(payment.id)).toBe(1);
      },
    );

    it('shows the route that it is on, and why the other was not chosen', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, refused('not_sent'));
      expect(await world.payment(payment.id)).toMatchObject({
        route: 'efecty.payu',
        routing: {
          candidates: [
            { route: 'efecty.epayco', chosen: false, reason: 'tried' },
            { route: 'efecty.payu', chosen: true },
          ],
        },
      });
    });

    it('gives each attempt a reference of its own, and the same payer', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, refused('not_sent'));
      const [first, second] = (await world.commands(payment.id)).map((one) => one.data);
      expect(second?.['reference']).not.toBe(first?.['reference']);
      expect([first, second].map((one) => world.payerOf(one))).toEqual([
        expect.objectContaining({ name: 'Ana Muñoz' }),
        expect.objectContaining({ name: 'Ana Muñoz' }),
      ]);
    });

    it('frees its reference when it fails, so that the merchant can try again', async () => {
      const body = world.order();
      const { payment } = await world.createWith(newId('idem'), body);
      await expect(world.createWith(newId('idem'), body)).rejects.toMatchObject({
        code: 'REFERENCE_IN_USE',
      });
      await world.result(await world.liveAttempt(payment.id), {
        ...refused('rejected'),
        reroutable: false,
      });
      const again = await world.createWith(newId('idem'), body);
      expect(again.payment.id).not.toBe(payment.id);
    });
  });

  describe('at a bank', () => {
    const listing = (...codes: string[]) => ({
      banks: {
        list: codes.map((code) => ({ code, name: `Bank ${code}` })),
        refreshedAt: new Date('2026-11-20T12:00:00Z'),
      },
    });
    const atBank = async (change: Partial<ReturnType<typeof world.order>> = {}) => {
      const returnUrl = 'https://shop.example/back';
      const body = { ...world.order(), methods: ['pse'], bank: '1507', returnUrl, ...change };
      const { payment } = await world.createWith(newId('idem'), body);
      return { payment, attempt: await world.liveAttempt(payment.id) };
    };

    beforeAll(async () => {
      await world.announce('pse.epayco', listing('1007', '1507'));
      await world.announce('pse.payu', listing('1007'));
      await world.announce('pse.payvalida', listing('1007', '1507'));
    });

    it('goes to a route that has the bank, and spends no attempt on one that lacks it', async () => {
      const { payment, attempt } = await atBank();
      await world.result(attempt, refused('rejected'));
      expect(await attemptsOf(payment.id)).toEqual([
        'pse.epayco rejected',
        'pse.payvalida sending',
      ]);
      expect((await world.payment(payment.id)).routing.candidates).toContainEqual(
        expect.objectContaining({ route: 'pse.payu', chosen: false, reason: 'bank' }),
      );
    });

    it('fails when every route that has the bank has refused it', async () => {
      const { payment, attempt } = await atBank();
      await world.result(attempt, refused('rejected'));
      await world.result(await world.liveAttempt(payment.id), refused('rejected'));
      expect((await world.payment(payment.id)).status).toBe('failed');
      expect(await issued(payment.id)).toBe(2);
    });

    it('is no second choice for a payment that names none', async () => {
      const { payment, attempt } = await atBank({ methods: ['efecty', 'pse'], bank: undefined });
      await world.result(attempt, refused('rejected'));
      await world.result(await world.liveAttempt(payment.id), refused('rejected'));
      expect(await attemptsOf(payment.id)).toEqual([
        'efecty.epayco rejected',
        'efecty.payu rejected',
      ]);
    });

    it('is no second choice for a payment whose payer has no way back', async () => {
      const cashFirst = { methods: ['efecty', 'pse'], returnUrl: undefined };
      const { payment, attempt } = await atBank(cashFirst);
      await world.result(attempt, refused('rejected'));
      expect((await world.payment(payment.id)).routing.candidates).toContainEqual(
        expect.objectContaining({ route: 'pse.epayco', chosen: false, reason: 'return_url' }),
      );
      await world.result(await world.liveAttempt(payment.id), refused('rejected'));
      expect(await attemptsOf(payment.id)).toEqual([
        'efecty.epayco rejected',
        'efecty.payu rejected',
      ]);
      expect((await world.payment(payment.id)).status).toBe('failed');
    });

    it('is the second choice for a payment that has both', async () => {
      const { payment, attempt } = await atBank({ methods: ['efecty', 'pse'] });
      await world.result(attempt, refused('rejected'));
      await world.result(await world.liveAttempt(payment.id), refused('rejected'));
      expect((await attemptsOf(payment.id)).at(-1)).toBe('pse.epayco sending');
    });
  });

  describe('when the money has come already', () => {
    it.each(['rejected', 'not_sent'] as const)(
      '%s: starts no other attempt, which the payer might pay too',
      async (outcome) => {
        const { payment, attempt } = await world.create();
        await world.fact(attempt, { providerTransactionId: newId('t') });
        await world.result(attempt, refused(outcome));
        expect(await attemptsOf(payment.id)).toEqual([`efecty.epayco ${outcome}`]);
        expect(await issued(payment.id)).toBe(1);
        expect(await world.payment(payment.id)).toMatchObject({
          status: 'paid',
          route: 'efecty.epayco',
        });
      },
    );

    it('part of it only: starts no other attempt either', async () => {
      const { payment, attempt } = await world.create();
      const amount = { minor: 100n, currency: 'COP' };
      await world.fact(attempt, { providerTransactionId: newId('t'), amount });
      await world.result(attempt, refused('not_sent'));
      expect(await issued(payment.id)).toBe(1);
      expect((await world.payment(payment.id)).status).toBe('partially_paid');
    });

    it('absent: the provider contradicts itself, and nothing is issued again', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
      await world.fact(attempt, { providerTransactionId: newId('t') });
      await absent(attempt);
      expect(await issued(payment.id)).toBe(1);
      expect((await world.payment(payment.id)).status).toBe('paid');
    });
  });

  describe('absences', () => {
    it('that are interrupted by a sign of life are counted again', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
      world.clock.advance(75_000);
      for (const status of ['absent', 'absent', 'pending', 'absent', 'absent'] as const) {
        await world.status(attempt, status);
      }
      expect(await attemptsOf(payment.id)).toEqual(['efecty.epayco unknown']);
      await world.status(attempt, 'absent');
      expect(await attemptsOf(payment.id)).toEqual(['efecty.epayco absent', 'efecty.payu sending']);
    });

    it('of a route that nobody announces any more are never enough', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
      await world.forgetRoutes();
      await absent(attempt);
      expect(await attemptsOf(payment.id)).toEqual(['efecty.epayco unknown']);
      await world.announce('efecty.epayco');
      await world.announce('efecty.payu');
    });
  });
});
