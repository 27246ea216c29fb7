import { newId } from '@cauce/config';
import { openRouterWorld, type KnownAttempt, type RouterWorld } from '../fixtures/router-world.js';

class Crash extends Error {}

/** The story of a payment: gapless whoever writes at the same time, and only what was committed. */
describe('the story of a payment', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
  }, 60_000);
  afterAll(() => world?.close());

  const money = (minor: bigint) => ({
    providerTransactionId: newId('t'),
    amount: { minor, currency: 'COP' },
  });

  /** What a crash before the commit leaves of some work: everything that must not be there. */
  async function crashing(
    work: (
      tx: Parameters<Parameters<RouterWorld['database']['transaction']>[0]>[0],
    ) => Promise<void>,
  ): Promise<void> {
    const crashed = world.database.transaction(async (tx) => {
      await work(tx);
      throw new Crash();
    });
    await expect(crashed).rejects.toThrow(Crash);
  }

  describe('under concurrency', () => {
    it('has no gap when receipts come ten at a time, and adds them all up', async () => {
      const { payment, attempt } = await world.issued();
      for (let round = 0; round < 4; round += 1) {
        await Promise.all(Array.from({ length: 10 }, () => world.fact(attempt, money(100_000n))));
      }
      const story = await world.storyOf(payment.id);
      expect(story.filter((one) => one === 'payment.money_received')).toHaveLength(40);
      expect(story.filter((one) => one === 'payment.partially_paid')).toHaveLength(1);
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'partially_paid',
        amountPaid: { value: 4_000_000 },
        sequence: story.length,
      });
    });

    it('has no gap when everything happens at once', async () => {
      for (let round = 0; round < 20; round += 1) {
        const { payment, attempt } = await world.create();
        const back = money(8_500_000n);
        await Promise.allSettled([
          world.result(attempt, { outcome: 'done', instruction: world.voucher() }),
          world.fact(attempt, back),
          world.fact(attempt, { ...back, kind: 'reversed' }),
          world.fact(attempt, money(100n)),
          world.fact(attempt, { kind: 'expired' }),
          world.result(attempt, { outcome: 'unknown', reason: 'timeout' }),
          world.cancel(payment.id, newId('idem')),
          world.resolve(),
          world.expire(),
        ]);
        const after = await world.payment(payment.id);
        expect(after).toMatchObject({ status: 'partially_paid', amountPaid: { value: 100 } });
        expect(await world.storyOf(payment.id)).toHaveLength(after.sequence);
      }
    }, 60_000);

    it('counts for each payment alone', async () => {
      const made = await Promise.all(Array.from({ length: 5 }, () => world.issued()));
      await Promise.all(made.map(({ attempt }) => world.fact(attempt)));
      for (const { payment } of made) {
        expect(await world.storyOf(payment.id)).toEqual([
          'payment.created',
          'payment.awaiting_payment',
          'payment.money_received',
          'payment.paid',
        ]);
      }
    });

    it('keeps rows and messages the same: id, sequence and data', async () => {
      const { payment, attempt } = await world.issued();
      await world.fact(attempt);
      const rows = await world.database.reads.query(
        'select id, sequence, type, data from payment_events where payment_id = $1 order by sequence',
        [payment.id],
      );
      const sent = (await world.events(payment.id)).map(({ id, sequence, type, data }) => ({
        id,
        sequence,
        type,
        data,
      }));
      expect(rows).toEqual(sent);
    });
  });

  describe('of work that was rolled back', () => {
    it.each([
      ['a fact', (attempt: KnownAttempt) => ({ attempt, fact: money(8_500_000n) })],
      ['a word', (attempt: KnownAttempt) => ({ attempt, fact: { kind: 'cancelled' as const } })],
      [
        'money for nobody',
        (attempt: KnownAttempt) => ({
          attempt: { ...attempt, reference: '77' },
          fact: money(100n),
        }),
      ],
    ])('%s: nothing is kept, and nothing is announced', async (_, arrange) => {
      const { attempt } = await world.issued();
      const { attempt: of, fact } = arrange(attempt);
      const before = await world.dump();
      await crashing((tx) => world.factIn(tx, of, fact));
      expect(await world.dump()).toBe(before);
    });

    it.each([
      ['done', 1],
      ['unknown', 1],
      ['not_sent', 2],
    ] as const)(
      'a result %s: nothing is kept, and it counts when it comes again',
      async (outcome, attempts) => {
        const { payment, attempt } = await world.create();
        const before = await world.dump();
        const instruction = outcome === 'done' ? world.voucher() : null;
        const result = { outcome, reason: 'again', reroutable: true, instruction };
        await crashing((tx) => world.resultIn(tx, attempt, result));
        expect(await world.dump()).toBe(before);
        await world.result(attempt, result);
        expect((await world.payment(payment.id)).attempts).toHaveLength(attempts);
      },
    );

    it('a create whose reference is taken: no payment, attempt, key or message', async () => {
      const body = world.order();
      await world.createWith(newId('idem'), body);
      const before = await world.dump();
      await expect(world.createWith(newId('idem'), body)).rejects.toMatchObject({
        code: 'REFERENCE_IN_USE',
      });
      expect(await world.dump()).toBe(before);
    });

    it('a cancellation that is refused: no key is spent', async () => {
      const { payment } = await world.create();
      const before = await world.dump();
      await expect(world.cancel(payment.id, newId('idem'))).rejects.toMatchObject({
        code: 'PAYMENT_IN_PROGRESS',
      });
      expect(await world.dump()).toBe(before);
    });

    it('a fact in another currency: nothing is kept, so that it can be looked at and replayed', async () => {
      const { attempt } = await world.issued();
      const before = await world.dump();
      const amount = { minor: 100n, currency: 'USD' };
      await expect(world.fact(attempt, { amount })).rejects.toThrow('USD');
      expect(await world.dump()).toBe(before);
    });
  });

  describe('is kept by the database against the code', () => {
    const refused = (sql: string) =>
      expect(world.database.transaction((tx) => tx.execute(sql))).rejects;

    it.each([
      'update payment_events set type = type',
      'delete from payment_events',
      'update facts set kind = kind',
      'delete from facts',
      'delete from payments',
      'delete from attempts',
      'delete from receipts',
    ])('%s: permission denied', async (sql) => {
      await refused(sql).toThrow('permission denied');
    });

    it.each([
      [`update payments set state = 'lost'`, 'payments_state_check'],
      ['update payments set amount_minor = 0', 'payments_amount_minor_check'],
      ['update payments set amount_paid_minor = -1', 'payments_amount_paid_minor_check'],
      [`update payments set timer_kind = 'expire', timer_at = null`, 'payments_check'],
      [`update attempts set status = 'lost'`, 'attempts_status_check'],
      [`update attempts set outcome = 'maybe'`, 'attempts_outcome_check'],
      ['update receipts set applied_minor = applied_minor + 1', 'receipts_check'],
      [`update payments set reference = 'one'`, 'payments_reference'],
    ])('%s: %s', async (sql, constraint) => {
      const { attempt } = await world.issued();
      await world.fact(attempt);
      await world.issued();
      await refused(sql).toThrow(constraint);
    });
  });

  describe('when a payment is cancelled while', () => {
    it('its voucher comes: cancelled after it, or refused before it', async () => {
      for (let round = 0; round < 30; round += 1) {
        const { payment, attempt } = await world.create();
        const coming = world.result(attempt, { outcome: 'done', instruction: world.voucher() });
        const cancelling = world.cancel(payment.id, newId('idem'));
        const [, cancelled] = await Promise.allSettled([coming, cancelling]);
        const { status } = await world.payment(payment.id);
        expect(status).toBe(cancelled.status === 'fulfilled' ? 'cancelled' : 'awaiting_payment');
      }
    }, 60_000);

    it('it is paid: paid, late if the cancellation came first, and refused if the money did', async () => {
      for (let round = 0; round < 60; round += 1) {
        const { payment, attempt } = await world.issued();
        const paying = () => world.fact(attempt, money(8_500_000n));
        const cancelling = () => world.cancel(payment.id, newId('idem'));
        const [one, two] = await Promise.allSettled(
          round % 2 === 0 ? [paying(), cancelling()] : [cancelling(), paying()],
        );
        const cancelled = round % 2 === 0 ? two : one;
        expect(await world.payment(payment.id)).toMatchObject({
          status: 'paid',
          late: cancelled.status === 'fulfilled',
        });
        const story = await world.storyOf(payment.id);
        expect(story.at(-1)).toBe(
          cancelled.status === 'fulfilled' ? 'payment.paid_late' : 'payment.paid',
        );
      }
    }, 60_000);

    it.each([
      ['after the money', 'paid', false],
      ['before the money', 'paid', true],
    ] as const)('it is paid, %s: %s', async (order, status, late) => {
      const { payment, attempt } = await world.issued();
      const pay = () => world.fact(attempt, money(8_500_000n));
      const cancel = () => world.cancel(payment.id, newId('idem')).catch(() => null);
      await world.inLine(payment.id, order === 'after the money' ? [pay, cancel] : [cancel, pay]);
      expect(await world.payment(payment.id)).toMatchObject({ status, late });
      expect((await world.storyOf(payment.id)).includes('payment.cancelled')).toBe(late);
    });

    it('its voucher ends: one of the two, told once', async () => {
      for (let round = 0; round < 30; round += 1) {
        const { payment, attempt } = await world.create();
        const instruction = { ...world.voucher(), expiresAt: world.clock.now() };
        await world.result(attempt, { outcome: 'done', instruction });
        world.clock.advance(900_000);
        await Promise.allSettled([world.expire(), world.cancel(payment.id, newId('idem'))]);
        const story = await world.storyOf(payment.id);
        const { status, attempts } = await world.payment(payment.id);
        expect(['expired', 'cancelled']).toContain(status);
        expect(attempts[0]?.status).toBe(status);
        expect(story.slice(2)).toEqual([`payment.${status}`]);
      }
    }, 60_000);
  });
});
