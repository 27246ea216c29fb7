import { newId } from '@cauce/config';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

const MINUTE = 60_000;
const LEAD_MS = 120 * MINUTE;
const GRACE_MS = 15 * MINUTE;

/** The end of a voucher: when it is announced, when it comes, and what spares a payment from it. */
describe('the timers of a voucher', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
  }, 60_000);
  afterAll(() => world?.close());

  /** A payment whose voucher ends that long from now. */
  async function endingIn(ms: number, requestedMs?: number) {
    const at = (fromNow: number) => new Date(world.clock.now().getTime() + fromNow);
    const body = world.order();
    const wish = requestedMs === undefined ? {} : { expiresAt: at(requestedMs) };
    const { payment } = await world.createWith(newId('idem'), { ...body, ...wish });
    const attempt = await world.liveAttempt(payment.id);
    const instruction = { ...world.voucher(), expiresAt: at(ms) };
    await world.result(attempt, { outcome: 'done', instruction });
    return { id: payment.id, attempt, endsAt: at(ms) };
  }
  const last = async (id: string) => (await world.storyOf(id)).at(-1);
  const told = async (id: string) => (await world.storyOf(id)).slice(2);

  it('give notice two hours before the end, not a moment earlier, and once', async () => {
    const { id, endsAt } = await endingIn(LEAD_MS + MINUTE);
    await world.pass(MINUTE - 1);
    expect(await told(id)).toEqual([]);
    await world.pass(1);
    await world.pass(MINUTE);
    expect(await told(id)).toEqual(['payment.expiring']);
    expect((await world.events(id)).at(-1)).toMatchObject({
      data: {
        payment: { status: 'awaiting_payment', effectiveExpiresAt: endsAt.toISOString() },
      },
    });
  });

  it('end it a quarter of an hour after, not a moment earlier, and once', async () => {
    const { id, endsAt } = await endingIn(LEAD_MS + MINUTE);
    await world.passUntil(endsAt, GRACE_MS - 1);
    expect(await last(id)).toBe('payment.expiring');
    await world.pass(1);
    await world.pass(MINUTE);
    expect(await told(id)).toEqual(['payment.expiring', 'payment.expired']);
    expect((await world.events(id)).at(-1)).toMatchObject({
      data: { reason: 'voucher_expired', payment: { status: 'expired' } },
    });
    expect(await world.payment(id)).toMatchObject({ attempts: [{ status: 'expired' }] });
  });

  it.each([
    ['earlier', 30 * MINUTE],
    ['later', 9_000 * MINUTE],
  ])('follow the provider’s time where the merchant asked for an %s one', async (_, wishMs) => {
    const { id, endsAt } = await endingIn(LEAD_MS + 60 * MINUTE, wishMs);
    const { expiry } = await world.payment(id);
    expect(expiry.effective).toBe(endsAt.toISOString());
    expect(expiry.requested).not.toBe(expiry.effective);
    await world.passUntil(endsAt, GRACE_MS - 1);
    expect((await world.payment(id)).status).toBe('awaiting_payment');
    await world.pass(1);
    expect((await world.payment(id)).status).toBe('expired');
  });

  it('give no notice of a voucher that is issued within the two hours', async () => {
    const { id } = await endingIn(LEAD_MS);
    await world.pass(LEAD_MS + GRACE_MS);
    expect(await told(id)).toEqual(['payment.expired']);
  });

  it('end a voucher that was over when it came', async () => {
    const { id } = await endingIn(-GRACE_MS);
    await world.pass(0);
    expect(await told(id)).toEqual(['payment.expired']);
  });

  it('make up for the time in which nobody looked: notice and end, in that order', async () => {
    const { id } = await endingIn(LEAD_MS + MINUTE);
    await world.pass(3 * LEAD_MS);
    expect(await told(id)).toEqual(['payment.expiring', 'payment.expired']);
  });

  it('follow the voucher of the second route, not of the first', async () => {
    const { payment, attempt } = await world.create();
    await world.result(attempt, { outcome: 'not_sent', reason: 'refused', reroutable: true });
    const expiresAt = new Date(world.clock.now().getTime() + LEAD_MS);
    const instruction = { ...world.voucher('second'), expiresAt };
    await world.result(await world.liveAttempt(payment.id), { outcome: 'done', instruction });
    await world.passUntil(expiresAt, GRACE_MS);
    const after = await world.payment(payment.id);
    expect(after.attempts.map((one) => one.status)).toEqual(['not_sent', 'expired']);
  });

  describe('leave a payment alone', () => {
    const part = { amount: { minor: 100n, currency: 'COP' } };
    it.each([
      ['paid', async (one) => world.fact(one.attempt), 'paid'],
      ['partially paid', async (one) => world.fact(one.attempt, part), 'partially_paid'],
      ['cancelled', async (one) => void (await world.cancel(one.id, newId('idem'))), 'cancelled'],
      [
        'reversed',
        async (one) => {
          await world.fact(one.attempt);
          await world.fact(one.attempt, { kind: 'reversed' });
        },
        'reversed',
      ],
    ] satisfies [string, (one: Awaited<ReturnType<typeof endingIn>>) => Promise<void>, string][])(
      'that is %s',
      async (_, act, status) => {
        const ending = await endingIn(LEAD_MS + MINUTE);
        await act(ending);
        const story = await world.storyOf(ending.id);
        await world.pass(3 * LEAD_MS);
        expect((await world.payment(ending.id)).status).toBe(status);
        expect(await world.storyOf(ending.id)).toEqual(story);
      },
    );

    it('that is paid or cancelled while its end is being told', async () => {
      for (const status of ['paid', 'cancelled'] as const) {
        const { id, attempt } = await endingIn(MINUTE);
        world.clock.advance(MINUTE + GRACE_MS);
        const act = () =>
          status === 'paid' ? world.fact(attempt) : world.cancel(id, newId('idem'));
        await world.inLine(id, [act, () => world.expire()]);
        expect((await world.payment(id)).status).toBe(status);
        expect(await told(id)).not.toContain('payment.expired');
      }
    });

    it('that was paid after the notice', async () => {
      const { id, attempt } = await endingIn(LEAD_MS);
      await world.pass(MINUTE);
      await world.fact(attempt);
      await world.pass(3 * LEAD_MS);
      expect(await last(id)).toBe('payment.paid');
    });

    it('that is paid in the grace, and call it on time', async () => {
      const { id, attempt, endsAt } = await endingIn(LEAD_MS);
      await world.passUntil(endsAt, GRACE_MS - 1);
      await world.fact(attempt);
      await world.pass(LEAD_MS);
      expect(await world.payment(id)).toMatchObject({ status: 'paid', late: false });
    });

    it.each([
      ['ours is ahead', 10 * MINUTE, 0],
      ['ours is behind', -10 * MINUTE, 0],
      ['the provider’s is ahead', 0, 10 * MINUTE],
      ['the provider’s is behind', 0, -10 * MINUTE],
    ])(
      'that is paid at its end, though the clocks are ten minutes apart: %s',
      async (_, oursMs, theirsMs) => {
        const { id, attempt, endsAt } = await endingIn(LEAD_MS);
        await world.passUntil(endsAt, oursMs);
        await world.fact(attempt, { occurredAt: new Date(endsAt.getTime() + theirsMs) });
        await world.pass(LEAD_MS);
        expect(await world.payment(id)).toMatchObject({ status: 'paid', late: false });
        expect(await last(id)).toBe('payment.paid');
      },
    );

    it('whose voucher was found paid without a word of its end', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
      await world.status(attempt, 'paid');
      await world.pass(1_000 * LEAD_MS);
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'awaiting_payment',
        expiry: { effective: null },
      });
    });
  });

  it('tell the end once when several look at the same time', async () => {
    const { id } = await endingIn(LEAD_MS);
    world.clock.advance(LEAD_MS + GRACE_MS);
    const look = () => world.expire();
    await world.inLine(id, [look, look, look]);
    expect(await told(id)).toEqual(['payment.expired']);
  });

  it('of one payment that cannot be told do not hold up those behind it', async () => {
    const fresh = await openRouterWorld();
    await fresh.announce('efecty.epayco');
    const instruction = { ...fresh.voucher(), expiresAt: fresh.clock.now() };
    const made = [await fresh.create(), await fresh.create()] as const;
    for (const { attempt } of made) {
      await fresh.result(attempt, { outcome: 'done', instruction });
      fresh.clock.advance(1);
    }
    await fresh.damage(made[0].payment.id);
    fresh.clock.advance(GRACE_MS);
    await expect(fresh.expire()).rejects.toThrow('1 of 2 failed');
    expect((await fresh.payment(made[0].payment.id)).status).toBe('awaiting_payment');
    expect((await fresh.payment(made[1].payment.id)).status).toBe('expired');
    await fresh.close();
  }, 60_000);

  it('race with money fifty times: it is paid in the end, late if the end came first', async () => {
    for (let round = 0; round < 50; round += 1) {
      const { id, attempt } = await endingIn(MINUTE);
      world.clock.advance(MINUTE + GRACE_MS);
      const paying = () => world.fact(attempt, { providerTransactionId: newId('t') });
      await Promise.all(round % 2 === 0 ? [paying(), world.expire()] : [world.expire(), paying()]);
      const wasExpired = (await told(id)).includes('payment.expired');
      expect(await world.payment(id)).toMatchObject({ status: 'paid', late: wasExpired });
    }
  }, 60_000);

  it('take a hundred in a turn, and the others in the next', async () => {
    const fresh = await openRouterWorld();
    await fresh.announce('efecty.epayco');
    const instruction = { ...fresh.voucher(), expiresAt: fresh.clock.now() };
    for (let count = 0; count < 101; count += 1) {
      const { attempt } = await fresh.create();
      await fresh.result(attempt, { outcome: 'done', instruction });
    }
    fresh.clock.advance(GRACE_MS);
    expect([await fresh.expire(), await fresh.expire(), await fresh.expire()]).toEqual([100, 1, 0]);
    await fresh.close();
  }, 60_000);
});
