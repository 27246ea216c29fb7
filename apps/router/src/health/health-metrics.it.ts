import { jest } from '@jest/globals';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';
import { NEVER_OPENED } from './breaker-position.js';
import { RouteGauges } from './route-gauges.service.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const EFECTY = 'efecty.epayco';

/** What Prometheus is told of routes. */
describe('metrics of routes', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld();
    await world.announce(EFECTY);
  }, 60_000);
  afterEach(() => world?.close());

  /** The value of a series, by its name and some of its labels; null when there is none. */
  async function value(name: string, labels: Record<string, string> = {}): Promise<number | null> {
    const lines = (await world.metrics.text()).split('\n');
    const line = lines.find(
      (one) =>
        one.startsWith(`${name}{`) &&
        Object.entries(labels).every(([label, text]) => one.includes(`${label}="${text}"`)),
    );
    return line === undefined ? null : Number(line.split(' ').at(-1));
  }

  async function failing(count: number): Promise<void> {
    for (let call = 0; call < count; call += 1) {
      const { attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', countsAgainstHealth: true });
      await world.settled();
    }
  }

  it('count calls by route, operation and outcome, and their time', async () => {
    await world.issued();
    await world.settled();
    await failing(2);
    const issue = { route: EFECTY, operation: 'issue' };
    expect(await value('cauce_route_calls_total', { ...issue, outcome: 'done' })).toBe(1);
    expect(await value('cauce_route_calls_total', { ...issue, outcome: 'unknown' })).toBe(2);
    expect(await value('cauce_route_call_seconds_count', { ...issue, outcome: 'done' })).toBe(1);
  });

  it('tell that a breaker opened, why, and what it refused', async () => {
    await failing(20);
    await world.health.step.run();
    await expect(world.create()).rejects.toMatchObject({ code: 'ROUTES_UNAVAILABLE' });
    const issue = { route: EFECTY, operation: 'issue' };
    expect(await value('cauce_breaker_state', issue)).toBe(2);
    expect(await value('cauce_breaker_openings_total', { ...issue, reason: 'failures' })).toBe(1);
    expect(await value('cauce_route_refusals_total', { ...issue, reason: 'breaker_open' })).toBe(1);
  });

  it('tell how many calls wait, and that they have ended', async () => {
    const { attempt } = await world.create();
    const issue = { route: EFECTY, operation: 'issue' };
    expect(await value('cauce_route_calls_in_flight', issue)).toBe(1);
    await world.result(attempt, { instruction: world.voucher() });
    await world.settled();
    expect(await value('cauce_route_calls_in_flight', issue)).toBe(0);
  });

  it('tell what probes came to', async () => {
    await failing(20);
    world.clock.advance(15_000);
    await failing(1);
    const issue = { route: EFECTY, operation: 'issue' };
    expect(await value('cauce_breaker_probes_total', { ...issue, result: 'failure' })).toBe(1);
  });

  it('tell what is left of the retries of a route', async () => {
    const { payment, attempt } = await world.create();
    expect(await value('cauce_retry_budget_left_ratio', { route: EFECTY })).toBe(1);
    await world.result(attempt, { outcome: 'not_sent', reason: 'busy', reroutable: true });
    expect((await world.payment(payment.id)).attempts).toHaveLength(2);
    expect(await value('cauce_retry_budget_left_ratio', { route: EFECTY })).toBeCloseTo(2 / 3);
  });

  it('have no series with an id', async () => {
    const { payment, attempt } = await world.issued();
    await world.settled();
    const text = await world.metrics.text();
    expect(text).not.toContain(payment.id);
    expect(text).not.toContain(attempt.id);
  });

  it('tell the status of each route when they are asked', async () => {
    const gauges = world.gauges();
    expect(gauges).toBeInstanceOf(RouteGauges);
    const efecty = { route: EFECTY, rail: 'efecty' };
    expect(await value('cauce_route_status', efecty)).toBe(0);
    await world.health.drains.drain(EFECTY, 'key_1', 'upgrade');
    expect(await value('cauce_route_status', efecty)).toBe(2);
    gauges.onModuleDestroy();
    await world.health.drains.restore(EFECTY, 'key_1', 'done');
    expect(await value('cauce_route_status', efecty)).toBe(2);
  });

  describe('retries', () => {
    it('end with the budget: then the payment fails, and its route is spared', async () => {
      const retried: number[] = [];
      for (let request = 0; request < 6; request += 1) {
        const { payment, attempt } = await world.create();
        await world.result(attempt, { outcome: 'not_sent', reason: 'busy', reroutable: true });
        retried.push((await world.payment(payment.id)).attempts.length - 1);
      }
      expect(retried).toEqual([1, 1, 1, 0, 0, 0]);
      const refused = { route: EFECTY, reason: 'retry_budget' };
      expect(await value('cauce_route_refusals_total', refused)).toBe(3);
    });

    it('end with the time in which a payment may be issued', async () => {
      const { payment, attempt } = await world.create();
      world.clock.advance(3_600_000);
      await world.result(attempt, { outcome: 'not_sent', reason: 'busy', reroutable: true });
      expect((await world.payment(payment.id)).status).toBe('failed');
    });

    it('have less time with every call', async () => {
      const { payment, attempt } = await world.create();
      world.clock.advance(3_600_000 - 4_000);
      await world.result(attempt, { outcome: 'not_sent', reason: 'busy', reroutable: true });
      const remaining = (await world.commands(payment.id)).map((one) => one.data['remainingMs']);
      expect(remaining).toEqual([15_000, 4_000]);
    });
  });

  describe('a compartment', () => {
    it('that is full refuses, and leaves other routes theirs', async () => {
      await world.announce('efecty.payu');
      for (let call = 0; call < 64; call += 1) await world.create();
      const { payment, attempt } = await world.create();
      expect(attempt.route).toBe('efecty.payu');
      expect(payment.routing.candidates[0]).toMatchObject({ route: EFECTY, reason: 'busy' });
      expect(
        world.health.routes.of({ route: EFECTY, operation: 'read_status' }).refusal,
      ).toBeNull();
    });

    it('that is full says nothing of the provider, here or to other processes', async () => {
      for (let call = 0; call < 64; call += 1) await world.create();
      const issue = { route: EFECTY, operation: 'issue' } as const;
      for (let refused = 0; refused < 20; refused += 1) {
        await expect(world.create()).rejects.toMatchObject({ code: 'ROUTES_UNAVAILABLE' });
        const call = { ...issue, attemptId: 'att', paymentId: 'pay', timeoutMs: 8_000 };
        await world.database.transaction(async (tx) => {
          expect(await world.health.routes.admit(tx, call)).toBe('busy');
        });
      }
      await world.settled();
      expect(await value('cauce_route_refusals_total', { ...issue, reason: 'busy' })).toBe(40);
      expect(world.health.breakers.of(issue).position).toEqual(NEVER_OPENED);
      await world.health.breakers.evidence.tell(async (told) => expect(told).toEqual([]));
    });
  });
});
