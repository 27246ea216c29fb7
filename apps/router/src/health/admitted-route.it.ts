import { jest } from '@jest/globals';
import { newId } from '@cauce/config';
import type { CreatePaymentBody } from '../payments/create-payment.schema.js';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const EPAYCO = 'efecty.epayco';
const PAYU = 'efecty.payu';
const BALOTO = 'baloto.epayco';

/** Which route takes a payment when not every route is well, and how the payment explains it. */
describe('the route of a payment', () => {
  let world: RouterWorld;

  async function open(variables: Record<string, string> = {}): Promise<void> {
    world = await openRouterWorld(variables);
    for (const route of [EPAYCO, PAYU, BALOTO]) await world.announce(route);
  }
  afterEach(() => world?.close());

  async function withoutRules(): Promise<void> {
    const activation = { actor: 'key_1', reason: 'no order', follows: 1, restoredFrom: null };
    await world.rules.activate({ rules: [] }, activation);
  }

  const breaker = (route: string) => world.health.breakers.of({ route, operation: 'issue' });

  async function fail(route: string): Promise<void> {
    const { generation } = breaker(route).position;
    for (let call = 0; call < 20; call += 1) {
      breaker(route).count(generation, { verdict: 'failure', durationMs: 1 });
    }
    await world.settled();
    expect(breaker(route).state).toBe('open');
  }

  async function chosen(methods: CreatePaymentBody['methods']) {
    const { payment } = await world.createWith(newId('idem'), { ...world.order(), methods });
    return {
      route: (await world.liveAttempt(payment.id)).route,
      why: payment.routing.candidates.map(({ route, reason }) => `${route} ${reason ?? 'chosen'}`),
    };
  }

  it('is of the next method when every route of the first is open', async () => {
    await open();
    await fail(EPAYCO);
    await fail(PAYU);
    expect(await chosen(['efecty', 'baloto'])).toEqual({
      route: BALOTO,
      why: [`${EPAYCO} breaker_open`, `${PAYU} breaker_open`, `${BALOTO} chosen`],
    });
  });

  it('is the one that is probed while there are places, and another one after that', async () => {
    await open();
    await fail(EPAYCO);
    world.clock.advance(15_000);
    const routes = [];
    for (let payment = 0; payment < 5; payment += 1) routes.push(await chosen(['efecty']));
    expect(routes.map(({ route }) => route)).toEqual([EPAYCO, EPAYCO, EPAYCO, PAYU, PAYU]);
    expect(routes.at(-1)?.why).toEqual([`${EPAYCO} breaker_open`, `${PAYU} chosen`]);
  });

  it('is explained for every route, also for those that were never asked', async () => {
    await open();
    await world.health.drains.drain(EPAYCO, 'key_1', 'upgrade');
    expect((await chosen(['efecty', 'baloto', 'pse'])).why).toEqual([
      `${EPAYCO} draining`,
      `${PAYU} chosen`,
      `${BALOTO} not_first`,
      'pse not_offered',
    ]);
  });

  it('is told to be wrong for the amount first of all: waiting would not help', async () => {
    await open();
    await fail(EPAYCO);
    const body = { ...world.order(), amount: { value: 50_000, currency: 'COP' as const } };
    await expect(world.createWith('too-little', body)).rejects.toMatchObject({
      code: 'AMOUNT_NOT_COLLECTABLE',
    });
  });

  it('is not the same for all while others are explored', async () => {
    await open({ CAUCE_EXPLORATION_PERCENT: '50' });
    await withoutRules();
    const routes = new Set<string>();
    for (let payment = 0; payment < 24; payment += 1) routes.add((await chosen(['efecty'])).route);
    expect([...routes].sort()).toEqual([EPAYCO, PAYU]);
  });

  it('is explored only where it is well', async () => {
    await open({ CAUCE_EXPLORATION_PERCENT: '50' });
    await withoutRules();
    await world.health.drains.drain(PAYU, 'key_1', 'upgrade');
    for (let payment = 0; payment < 12; payment += 1) {
      expect((await chosen(['efecty'])).route).toBe(EPAYCO);
    }
  });

  it('is one that is behind its commitment, where no rule says otherwise', async () => {
    await open();
    await world.announce(PAYU, { commitment: { monthlyPayments: 100 } });
    expect((await chosen(['efecty'])).route).toBe(EPAYCO);
    await withoutRules();
    for (let payment = 0; payment < 12; payment += 1) {
      expect((await chosen(['efecty'])).route).toBe(PAYU);
    }
  });

  it('is shared among equal routes where no rule puts them in order', async () => {
    await open();
    await withoutRules();
    const routes = new Set<string>();
    for (let payment = 0; payment < 24; payment += 1) routes.add((await chosen(['efecty'])).route);
    expect([...routes].sort()).toEqual([EPAYCO, PAYU]);
  });

  it('is the cheapest by rule, by what it has collected this month', async () => {
    await open();
    const cop = (minor: bigint) => ({ minor, currency: 'COP' });
    const tier = { fromMonthlyPayments: 2, fixed: cop(100_000n), bps: 0 };
    const rate = (fixed: bigint) => ({ fixed: cop(fixed), bps: 0, ivaBps: 1_900 });
    await world.announce(EPAYCO, { fees: { ...rate(200_000n), tiers: [tier] } });
    await world.announce(PAYU, { fees: rate(150_000n) });
    const cheapest = { rules: [{ name: 'cheapest', when: {}, then: { cheapest: true as const } }] };
    const activation = { actor: 'key_1', reason: '', follows: 1, restoredFrom: null };
    await world.rules.activate(cheapest, activation);
    for (let payment = 0; payment < 2; payment += 1) {
      const { payment: created } = await world.createWith(newId('idem'), world.order());
      expect(created).toMatchObject({
        route: PAYU,
        routing: {
          rulesVersion: 2,
          candidates: [
            { route: PAYU, rule: 'cheapest', cost: { total: { value: 178_500 } } },
            { route: EPAYCO, rule: 'cheapest', cost: { total: { value: 238_000 } } },
          ],
        },
      });
      const attempt = { ...(await world.liveAttempt(created.id)), route: EPAYCO };
      await world.fact(attempt, {
        reference: `other-${payment}`,
        paymentId: null,
        attemptId: null,
      });
    }
    await world.health.volumes.refresh();
    expect((await chosen(['efecty'])).route).toBe(EPAYCO);
  });

  describe('that is refused', () => {
    it('leaves nothing behind: the same key creates the payment when a route is back', async () => {
      await open();
      for (const route of [EPAYCO, PAYU]) await fail(route);
      const body = world.order();
      await expect(world.createWith('again', body)).rejects.toMatchObject({ status: 503 });
      expect(await world.countPayments(body.reference)).toBe(0);
      world.clock.advance(15_000);
      expect((await world.createWith('again', body)).isReplay).toBe(false);
      expect(await world.countPayments(body.reference)).toBe(1);
    });

    it('sends no command, and takes no place', async () => {
      await open();
      for (const route of [EPAYCO, PAYU]) await fail(route);
      await expect(world.create()).rejects.toMatchObject({ status: 503 });
      const commands = await world.database.reads.query(
        `select 1 from outbox where topic like 'cauce.connector.commands.%'`,
      );
      expect(commands).toEqual([]);
      const health = world.health.routes.of({ route: EPAYCO, operation: 'issue' });
      expect(health.inFlight).toBe(0);
    });
  });

  describe('of a payment that expires soon', () => {
    const expiring = async (ms: number) => {
      const expiresAt = new Date(world.clock.now().getTime() + ms);
      return world.createWith(newId('idem'), { ...world.order(), expiresAt });
    };

    it('is called with the time that is left', async () => {
      await open();
      const { payment } = await expiring(6_000);
      const [issue] = await world.commands(payment.id);
      expect(issue?.data['remainingMs']).toBe(6_000);
    });

    it('is not called again once its time is over, and has less of it before that', async () => {
      await open();
      const busy = { outcome: 'not_sent', reason: 'busy', reroutable: true } as const;
      const remaining = async (paymentId: string) =>
        (await world.commands(paymentId)).map(({ data }) => data['remainingMs']);
      const slow = (await expiring(3_000)).payment.id;
      world.clock.advance(1_500);
      await world.result(await world.liveAttempt(slow), busy);
      expect(await remaining(slow)).toEqual([3_000, 1_500]);
      world.clock.advance(1_501);
      await world.result(await world.liveAttempt(slow), busy);
      expect(await remaining(slow)).toHaveLength(2);
      expect((await world.payment(slow)).status).toBe('failed');
    });

    it('is none when nothing could come of it in time', async () => {
      await open();
      await expect(expiring(999)).rejects.toMatchObject({
        code: 'INVALID_REQUEST',
        fieldErrors: [{ pointer: '/expiresAt', code: 'too_late' }],
      });
    });
  });

  describe('of a second attempt', () => {
    it('is the other one, which has a budget of its own', async () => {
      await open();
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'not_sent', reason: 'busy', reroutable: true });
      expect((await world.liveAttempt(payment.id)).route).toBe(PAYU);
    });

    it('is none while every route is open: the payment fails, and nothing is sent', async () => {
      await open();
      const { payment, attempt } = await world.create();
      for (const route of [EPAYCO, PAYU]) await fail(route);
      await world.result(attempt, { outcome: 'not_sent', reason: 'busy', reroutable: true });
      expect((await world.payment(payment.id)).status).toBe('failed');
      expect(await world.commands(payment.id)).toHaveLength(1);
    });

    const busy = { outcome: 'not_sent', reason: 'busy', reroutable: true } as const;

    it('is no retry before it counts: what is rolled back takes nothing from the budget', async () => {
      world = await openRouterWorld();
      await world.announce(EPAYCO);
      const { payment, attempt } = await world.create();
      for (let time = 0; time < 4; time += 1) {
        const failing = world.database.transaction(async (tx) => {
          await world.resultIn(tx, attempt, busy);
          throw new Error('the database went away');
        });
        await expect(failing).rejects.toThrow('went away');
      }
      await world.result(attempt, busy);
      expect(await world.liveAttempt(payment.id)).toMatchObject({ number: 2, status: 'sending' });
    });

    it('is no retry where the route does not take it', async () => {
      world = await openRouterWorld({ CAUCE_BREAKER_WINDOW_SECONDS: '3600' });
      await world.announce(EPAYCO);
      const early = [];
      for (let count = 0; count < 4; count += 1) early.push(await world.create());
      await fail(EPAYCO);
      world.clock.advance(15_000);
      for (let probe = 0; probe < 3; probe += 1) await world.create();
      for (const { payment, attempt } of early.slice(0, 3)) {
        await world.result(attempt, busy);
        expect((await world.payment(payment.id)).status).toBe('failed');
      }
      // The places of the probes are free again once their time is over.
      world.clock.advance(60_000);
      for (const { payment, attempt } of early.slice(3)) {
        await world.result(attempt, busy);
        expect(await world.liveAttempt(payment.id)).toMatchObject({ number: 2, status: 'sending' });
      }
    });

    it('is never looked for while the first may have been executed', async () => {
      await open();
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', reason: 'timeout', reroutable: true });
      await fail(EPAYCO);
      for (let hour = 0; hour < 3; hour += 1) await world.pass(3_600_000);
      const { attempts, status } = await world.payment(payment.id);
      expect(attempts).toMatchObject([{ route: EPAYCO, status: 'unknown' }]);
      expect(status).toBe('processing');
    });
  });

  describe('of a voucher that is given up', () => {
    it('is asked later to void it when it takes no cancellations now', async () => {
      await open();
      await world.announce(EPAYCO, { offers: { cancel: true, settlement: true } });
      world.clock.advance(2_001);
      const cancel = { route: EPAYCO, operation: 'cancel' } as const;
      const { payment } = await world.issued();
      for (let call = 0; call < 20; call += 1) {
        world.health.breakers.of(cancel).count(0, { verdict: 'failure', durationMs: 1 });
      }
      await world.settled();
      await world.cancel(payment.id, newId('idem'));
      const voids = async () =>
        (await world.commands(payment.id)).filter((one) => one.type === 'connector.cancel').length;
      expect(await voids()).toBe(0);
      expect((await world.payment(payment.id)).status).toBe('cancelled');
      await world.pass(3_600_000);
      expect(await voids()).toBe(1);
    });
  });
});
