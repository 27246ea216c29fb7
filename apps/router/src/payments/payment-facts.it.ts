import type { ConnectorFact } from '@cauce/contracts';
import { newId } from '@cauce/config';
import fc from 'fast-check';
import { openRouterWorld, type KnownAttempt, type RouterWorld } from '../fixtures/router-world.js';

const DUE = 8_500_000n;
const cop = (minor: bigint) => ({ minor, currency: 'COP' });
const stranger: KnownAttempt = {
  id: 'att_x',
  paymentId: 'pay_x',
  route: 'efecty.epayco',
  reference: '424242',
};

/** What providers say of money, on a real PostgreSQL: kept, shared out and told, whatever the state. */
describe('facts about money', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
  }, 60_000);
  afterAll(() => world?.close());

  const lastEvents = async (paymentId: string, count: number) =>
    (await world.events(paymentId)).slice(-count);

  describe('paid', () => {
    it('in full and on time: tells what it was worth, then that it is paid', async () => {
      const { payment, attempt } = await world.issued();
      await world.fact(attempt, { occurredAt: new Date('2026-11-21T03:30:00Z') });
      const [money, paid] = await lastEvents(payment.id, 2);
      expect(money).toMatchObject({
        type: 'payment.money_received',
        data: {
          paymentId: payment.id,
          attemptId: attempt.id,
          route: attempt.route,
          reference: attempt.reference,
          amount: { minor: 8_500_000, currency: 'COP' },
          applied: 8_500_000,
          surplus: 0,
          cause: 'on_time',
          completes: true,
          due: 8_500_000,
          occurredAt: '2026-11-21T03:30:00.000Z',
          occurredOn: '2026-11-20',
        },
      });
      expect(paid).toMatchObject({
        type: 'payment.paid',
        data: { payment: { status: 'paid', amountPaid: { minor: 8_500_000 }, late: false } },
      });
    });

    it('a peso short: partially paid, and the rest completes it', async () => {
      const { payment, attempt } = await world.issued();
      await world.fact(attempt, { providerTransactionId: newId('t'), amount: cop(DUE - 100n) });
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'partially_paid',
        amountPaid: { value: 8_499_900 },
      });
      await world.fact(attempt, { providerTransactionId: newId('t'), amount: cop(100n) });
      expect(await world.payment(payment.id)).toMatchObject({ status: 'paid', late: false });
      expect((await world.storyOf(payment.id)).slice(2)).toEqual([
        'payment.money_received',
        'payment.partially_paid',
        'payment.money_received',
        'payment.paid',
      ]);
    });

    it('a peso short: never expires, and cannot be cancelled any more', async () => {
      const { payment, attempt } = await world.issued();
      await world.fact(attempt, { providerTransactionId: newId('t'), amount: cop(100n) });
      await expect(world.cancel(payment.id, 'short')).rejects.toMatchObject({
        code: 'PAYMENT_NOT_CANCELLABLE',
      });
      await world.fact(attempt, { kind: 'expired' });
      expect((await world.payment(payment.id)).status).toBe('partially_paid');
    });

    it('a peso over: paid, and the peso is the payer’s', async () => {
      const { payment, attempt } = await world.issued();
      await world.fact(attempt, { providerTransactionId: newId('t'), amount: cop(DUE + 100n) });
      const [money] = await lastEvents(payment.id, 2);
      expect(money).toMatchObject({ data: { applied: 8_500_000, surplus: 100, completes: true } });
      expect((await world.payment(payment.id)).amountPaid.value).toBe(8_500_100);
    });

    it('twice, by two transactions: the second is the payer’s, and nothing is announced as paid again', async () => {
      const { payment, attempt } = await world.issued();
      await world.fact(attempt, { providerTransactionId: newId('t') });
      await world.fact(attempt, { providerTransactionId: newId('t') });
      const [, second] = await lastEvents(payment.id, 2);
      expect(second).toMatchObject({
        type: 'payment.money_received',
        data: { cause: 'duplicate', applied: 0, surplus: 8_500_000, completes: false },
      });
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'paid',
        amountPaid: { value: 17_000_000 },
      });
    });

    it.each(['expired', 'cancelled', 'rejected'] as const)(
      'after the voucher was %s: paid, late, and told so',
      async (kind) => {
        const { payment, attempt } = await world.issued();
        await world.fact(attempt, { kind });
        await world.fact(attempt, { providerTransactionId: newId('t') });
        const [money, paid] = await lastEvents(payment.id, 2);
        expect(money).toMatchObject({ data: { cause: 'late', applied: 8_500_000 } });
        expect(paid).toMatchObject({
          type: 'payment.paid_late',
          data: { payment: { late: true, status: 'paid' } },
        });
      },
    );

    it('after the merchant gave it up: paid, late', async () => {
      const { payment, attempt } = await world.issued();
      await world.cancel(payment.id, 'given-up');
      await world.fact(attempt, { providerTransactionId: newId('t') });
      expect(await world.payment(payment.id)).toMatchObject({ status: 'paid', late: true });
    });

    it('while nobody knows whether the voucher exists: paid, and the query finds the voucher later', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
      await world.fact(attempt, { providerTransactionId: newId('t') });
      await world.status(attempt, 'paid', world.voucher());
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'paid',
        late: false,
        attempts: [{ status: 'issued' }],
      });
      expect(await world.storyOf(payment.id)).toEqual([
        'payment.created',
        'payment.money_received',
        'payment.paid',
      ]);
    });

    it('belongs to whom the reference says, whatever the connector believes', async () => {
      const { payment, attempt } = await world.issued();
      const other = await world.issued();
      const wrong = { paymentId: other.payment.id, attemptId: other.attempt.id };
      await world.fact(attempt, { ...wrong, providerTransactionId: newId('t') });
      expect((await world.payment(payment.id)).status).toBe('paid');
      expect((await world.payment(other.payment.id)).status).toBe('awaiting_payment');
    });
  });

  it('under an id that another fact has: an error, not a fact that is lost', async () => {
    const { attempt } = await world.issued();
    const factId = newId('fact');
    await world.fact(attempt, { factId, providerTransactionId: newId('t') });
    await expect(
      world.fact(attempt, { factId, providerTransactionId: newId('t') }),
    ).rejects.toThrow('facts_pkey');
  });

  describe('reversed', () => {
    it('takes the money back, and a new payment pays again', async () => {
      const { payment, attempt } = await world.issued();
      const transaction = { providerTransactionId: newId('t') };
      await world.fact(attempt, { ...transaction, factId: `paid ${payment.id}` });
      await world.fact(attempt, {
        ...transaction,
        kind: 'reversed',
        factId: `back ${payment.id}`,
      });
      const [money, reversed] = await lastEvents(payment.id, 2);
      expect(money).toMatchObject({
        type: 'payment.money_reversed',
        data: {
          factId: `back ${payment.id}`,
          reversedFactId: `paid ${payment.id}`,
          applied: 8_500_000,
          surplus: 0,
        },
      });
      expect(reversed).toMatchObject({
        type: 'payment.reversed',
        data: { payment: { amountPaid: { minor: 0 } } },
      });
      await world.fact(attempt, { providerTransactionId: newId('t') });
      expect((await world.payment(payment.id)).status).toBe('paid');
    });

    it('taken back before it was paid by the provider’s clock: nothing is left of it', async () => {
      const { payment, attempt } = await world.issued();
      const transaction = { providerTransactionId: newId('t') };
      const at = (ms: number) => new Date(world.clock.now().getTime() + ms);
      await world.fact(attempt, { ...transaction, occurredAt: at(600_000) });
      await world.fact(attempt, { ...transaction, kind: 'reversed', occurredAt: at(-600_000) });
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'reversed',
        amountPaid: { value: 0 },
      });
    });

    it('before it was reported paid: both are told, each with its own fact and day', async () => {
      const { payment, attempt } = await world.issued();
      const transaction = { providerTransactionId: newId('t') };
      await world.fact(attempt, {
        ...transaction,
        kind: 'reversed',
        factId: `back ${payment.id}`,
        occurredAt: new Date('2026-11-22T15:00:00Z'),
      });
      expect((await world.payment(payment.id)).status).toBe('awaiting_payment');
      await world.fact(attempt, {
        ...transaction,
        factId: `paid ${payment.id}`,
        occurredAt: new Date('2026-11-20T15:00:00Z'),
      });
      const [received, reversed, state] = await lastEvents(payment.id, 3);
      expect(received).toMatchObject({
        data: { factId: `paid ${payment.id}`, occurredOn: '2026-11-20' },
      });
      expect(reversed).toMatchObject({
        data: {
          factId: `back ${payment.id}`,
          reversedFactId: `paid ${payment.id}`,
          occurredOn: '2026-11-22',
        },
      });
      expect(state?.type).toBe('payment.reversed');
    });

    it('of a payment that was paid twice: the second one takes its place', async () => {
      const { payment, attempt } = await world.issued();
      const first = { providerTransactionId: newId('t') };
      await world.fact(attempt, first);
      await world.fact(attempt, { providerTransactionId: newId('t') });
      await world.fact(attempt, { ...first, kind: 'reversed' });
      expect((await world.storyOf(payment.id)).slice(-2)).toEqual([
        'payment.money_reversed',
        'payment.surplus_applied',
      ]);
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'paid',
        amountPaid: { value: 8_500_000 },
      });
    });

    it('on one route leaves the money of another route that numbers alike', async () => {
      const { payment, attempt: orphan } = await world.create();
      await world.result(orphan, { outcome: 'not_sent', reason: 'refused', reroutable: true });
      const second = await world.liveAttempt(payment.id);
      expect(second.route).toBe('efecty.payu');
      const alike = { providerTransactionId: newId('t') };
      await world.fact(second, alike);
      await world.fact(orphan, { ...alike, kind: 'reversed' });
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'paid',
        amountPaid: { value: 8_500_000 },
      });
      await world.fact(orphan, alike);
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'paid',
        amountPaid: { value: 8_500_000 },
      });
    });
  });

  describe('for an unknown reference', () => {
    const about = async (factId: string) =>
      (await world.unidentified()).filter((data) => data['factId'] === factId);

    it.each([
      ['paid', 8_500_000],
      ['reversed', -8_500_000],
    ] as const)('%s is told once, as %i', async (kind, minor) => {
      const fact = { kind, factId: newId('fact'), providerTransactionId: newId('t') };
      await world.fact(stranger, fact);
      await world.fact(stranger, fact);
      await world.fact(stranger, { ...fact, factId: newId('fact') });
      expect(await about(fact.factId)).toMatchObject([
        { reference: '424242', amount: { minor, currency: 'COP' } },
      ]);
    });

    it('is also money for our reference on a route that never had it', async () => {
      const { payment, attempt } = await world.issued();
      const fact = { factId: newId('fact'), providerTransactionId: newId('t') };
      await world.fact({ ...attempt, route: 'efecty.payu' }, fact);
      expect(await about(fact.factId)).toHaveLength(1);
      expect((await world.payment(payment.id)).status).toBe('awaiting_payment');
    });

    it('a word without money is kept, and tells nobody', async () => {
      const fact = { factId: newId('fact'), providerTransactionId: newId('t') };
      await world.fact(stranger, { ...fact, kind: 'expired' });
      expect(await about(fact.factId)).toEqual([]);
      expect(await world.dump()).toContain(fact.factId);
    });
  });

  it('come in any order and any number of times to the same end', async () => {
    const till = fc.record({
      amount: fc.constantFrom(100n, DUE / 2n, DUE - 100n, DUE, DUE + 100n),
      isUndone: fc.boolean(),
    });
    const story = fc.array(till, { minLength: 1, maxLength: 3 }).chain((tills) => {
      const facts = tills.flatMap(({ amount, isUndone }, index) => {
        const about = { providerTransactionId: `t${index}`, amount: cop(amount) };
        const paid: Partial<ConnectorFact> = { ...about, kind: 'paid' };
        return isUndone ? [paid, { ...about, kind: 'reversed' as const }] : [paid];
      });
      const heard = [...facts, ...facts];
      return fc.record({
        tills: fc.constant(tills),
        heard: fc.shuffledSubarray(heard, { minLength: heard.length }),
      });
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ tills, heard }) => {
        const { payment, attempt } = await world.issued();
        for (const fact of heard) {
          const providerTransactionId = `${payment.id} ${fact.providerTransactionId}`;
          await world.fact(attempt, { ...fact, providerTransactionId });
        }
        const held = tills.reduce((sum, one) => (one.isUndone ? sum : sum + one.amount), 0n);
        const status = held >= DUE ? 'paid' : held > 0n ? 'partially_paid' : 'reversed';
        expect(await world.payment(payment.id)).toMatchObject({
          status,
          amountPaid: { value: Number(held) },
        });
        await world.storyOf(payment.id);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
