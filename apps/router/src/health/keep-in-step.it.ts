import { jest } from '@jest/globals';
import { TransactionMisuseError } from '@cauce/database';
import { eventually } from '@cauce/testing';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const ROUTE = 'efecty.epayco';
const ISSUE = { route: ROUTE, operation: 'issue' } as const;

const NOTHING = {
  ...{ generation: 0, successes: 0, slowSuccesses: 0, successMs: 0 },
  ...{ failures: 0, slowFailures: 0, lockedOut: 0 },
};

/** Longer than a voucher lives. */
const VOUCHER_MS = 7 * 86_400_000;

/** The jobs that keep a process in step with the others, and with the days. */
describe('a process among others', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld({ CAUCE_CONVERSION_MINIMUM: '1' });
    await world.announce(ROUTE);
  }, 60_000);
  afterEach(() => world?.close());

  async function fail(): Promise<void> {
    for (let call = 0; call < 20; call += 1) {
      world.health.breakers.of(ISSUE).count(0, { verdict: 'failure', durationMs: 1 });
    }
    await world.settled();
  }

  /** What this process told comes back to it, as to all of them. */
  async function relayHealth(): Promise<void> {
    const told = await world.database.reads.query<{ id: string; data: never }>(
      `delete from outbox where topic = 'cauce.router.health.v1'
       returning id::text, message->'data' as data`,
    );
    for (const { id, data } of told) {
      await world.database.transaction((tx) =>
        world.health.evidence.store(tx, id, data, world.clock.now()),
      );
    }
  }

  it('knows before its first request what is drained', async () => {
    await world.health.drains.drain(ROUTE, 'key_1', 'upgrade');
    const started = world.anotherProcess();
    expect(started.routes.of(ISSUE).refusal).toBeNull();
    await started.step.onApplicationBootstrap();
    expect(started.routes.of(ISSUE).refusal).toBe('draining');
    await started.step.beforeApplicationShutdown();
  });

  it('hears of openings and drains while it runs, by itself', async () => {
    const running = world.anotherProcess();
    await running.step.onApplicationBootstrap();
    await fail();
    await eventually(async () => running.routes.of(ISSUE).breaker === 'open');
    await world.health.drains.drain(ROUTE, 'key_1', 'upgrade');
    await eventually(async () => running.routes.of(ISSUE).refusal === 'draining');
    await running.step.beforeApplicationShutdown();
  });

  it('hears of nothing after it was stopped', async () => {
    const stopped = world.anotherProcess();
    await stopped.step.onApplicationBootstrap();
    await stopped.step.beforeApplicationShutdown();
    stopped.breakers.onApplicationShutdown();
    await fail();
    expect(stopped.routes.of(ISSUE).breaker).toBe('closed');
  });

  it('has told its openings when it stops: the others go on from there', async () => {
    for (let call = 0; call < 20; call += 1) {
      world.health.breakers.of(ISSUE).count(0, { verdict: 'failure', durationMs: 1 });
    }
    await eventually(async () => world.health.breakers.of(ISSUE).state === 'open');
    await world.health.step.beforeApplicationShutdown();
    expect(await world.health.fleet.positions()).toMatchObject([{ ...ISSUE, generation: 1 }]);
  });

  it('tells what it saw when it can, after it could not', async () => {
    const { attempt } = await world.create();
    await world.result(attempt, { outcome: 'unknown', countsAgainstHealth: true });
    await world.settled();
    const told = () =>
      world.database.reads.query(
        `select message->'data' as data from outbox where topic = 'cauce.router.health.v1'`,
      );
    // A second transaction of one that is open is refused.
    const during = world.database.transaction(() => world.health.step.tellAndHear());
    await expect(during).rejects.toThrow(TransactionMisuseError);
    expect(await told()).toEqual([]);
    await world.health.step.tellAndHear();
    await world.health.step.tellAndHear();
    expect(await told()).toMatchObject([{ data: { ...ISSUE, failures: 1 } }]);
  });

  it('looks every other second at least while the database is away', async () => {
    const { step } = world.anotherProcess();
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'clearImmediate'] });
    try {
      await step.onApplicationBootstrap();
      await world.database.close();
      await jest.advanceTimersByTimeAsync(60_000);
    } finally {
      jest.useRealTimers();
    }
    await step.beforeApplicationShutdown();
    const line = /cauce_job_turns_total\{job="keep_in_step",result="failed"\} (\d+)/;
    const [, turns] = line.exec(await world.metrics.text()) ?? [];
    expect(Number(turns)).toBeGreaterThanOrEqual(30);
  });

  it('puts a route last that issues badly for all of them together', async () => {
    await world.announce('efecty.payu');
    world.clock.advance(2_001);
    for (const [process, successes, failures] of [
      ['prc_a', 9, 1],
      ['prc_b', 6, 4],
    ] as const) {
      const ended = { ...ISSUE, ...NOTHING, process, successes, failures };
      await world.database.transaction((tx) =>
        world.health.evidence.store(tx, process, ended, world.clock.now()),
      );
    }
    expect((await world.create()).attempt.route).toBe(ROUTE);
    await world.health.step.run();
    expect(world.health.routes.of(ISSUE)).toMatchObject({ isDegraded: true, refusal: null });
    expect((await world.create()).attempt.route).toBe('efecty.payu');
    world.clock.advance(300_001);
    await world.health.step.run();
    expect(world.health.routes.of(ISSUE).isDegraded).toBe(false);
  });

  it('puts a route last whose provider refuses our credentials, and opens no breaker', async () => {
    await world.announce('efecty.payu');
    for (let call = 0; call < 20; call += 1) {
      const { attempt } = await world.create();
      expect(attempt.route).toBe(ROUTE);
      await world.result(attempt, { outcome: 'rejected', reason: 'auth_failed' });
      await world.settled();
    }
    await world.health.step.tellAndHear();
    await relayHealth();
    await world.health.step.run();
    expect(world.health.routes.of(ISSUE)).toMatchObject({
      breaker: 'closed',
      isDegraded: true,
      refusal: null,
    });
    expect((await world.create()).attempt.route).toBe('efecty.payu');
  });

  it('puts it last also where it was probed after an outage, and locked us out', async () => {
    await world.announce('efecty.payu');
    world.clock.advance(2_001);
    await fail();
    world.clock.advance(15_000);
    const ended = { ...ISSUE, ...NOTHING, process: 'prc_a', generation: 1, lockedOut: 20 };
    await world.database.transaction((tx) =>
      world.health.evidence.store(tx, 'lockouts', ended, world.clock.now()),
    );
    await world.health.step.run();
    expect(world.health.routes.of(ISSUE)).toMatchObject({
      breaker: 'half_open',
      isDegraded: true,
      refusal: null,
    });
    expect((await world.create()).attempt.route).toBe('efecty.payu');
  });

  it('probes a route before those that are well, or it would never be known to be back', async () => {
    await world.announce('efecty.payu');
    world.clock.advance(2_001);
    const ended = { ...ISSUE, ...NOTHING, process: 'prc_a', successes: 0, failures: 20 };
    await world.database.transaction((tx) =>
      world.health.evidence.store(tx, 'failures', ended, world.clock.now()),
    );
    await world.health.step.run();
    await world.settled();
    await world.health.step.run();
    expect((await world.create()).attempt.route).toBe('efecty.payu');
    world.clock.advance(15_000);
    await world.health.step.run();
    expect(world.health.routes.of(ISSUE)).toMatchObject({
      breaker: 'half_open',
      isDegraded: false,
    });
    expect((await world.create()).attempt.route).toBe(ROUTE);
  });

  it('probes it at once, whatever was known of it before it opened', async () => {
    await world.announce('efecty.payu');
    world.clock.advance(2_001);
    await fail();
    world.health.breakers.degraded = new Map([[ROUTE, 0]]);
    expect((await world.create()).attempt.route).toBe('efecty.payu');
    world.clock.advance(15_000);
    expect(world.health.routes.of(ISSUE)).toMatchObject({
      breaker: 'half_open',
      isDegraded: false,
    });
    expect((await world.create()).attempt.route).toBe(ROUTE);
  });

  it('weighs conversion anew, and tells it', async () => {
    const { attempt } = await world.issued();
    await world.fact(attempt);
    world.clock.advance(VOUCHER_MS);
    const job = world.weighing();
    expect(await job.run()).toBe(0);
    expect(world.health.conversion.of(ROUTE)).toMatchObject({ ended: 1, rate: 1, score: 1 });
    expect(await world.metrics.text()).toContain(
      `cauce_route_conversion_score{route="${ROUTE}"} 1`,
    );
    job.onApplicationBootstrap();
    await job.beforeApplicationShutdown();
  });

  it('has no score for a route of which nothing is known any more', async () => {
    const { attempt } = await world.issued();
    await world.fact(attempt);
    world.clock.advance(VOUCHER_MS);
    const job = world.weighing();
    await job.run();
    expect(await world.metrics.text()).toContain('cauce_route_conversion_score{');
    world.clock.advance(15 * 86_400_000);
    await job.run();
    expect(await world.metrics.text()).not.toContain('cauce_route_conversion_score{');
  });
});

/** A provider that hangs, beside one that does not. */
describe('a compartment', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld({ CAUCE_ROUTE_CALLS: '10' });
    await world.announce(ROUTE);
    await world.announce('baloto.epayco');
  }, 60_000);
  afterEach(() => world?.close());

  const create = (methods: ('efecty' | 'baloto')[], key: string) =>
    world.createWith(key, { ...world.order(), methods });

  it('fills up with calls that hang, and leaves the other rail alone', async () => {
    for (let call = 0; call < 10; call += 1) await create(['efecty'], `hangs-${call}`);
    await expect(create(['efecty'], 'one-too-many')).rejects.toMatchObject({
      code: 'ROUTES_UNAVAILABLE',
    });
    for (let call = 0; call < 50; call += 1) {
      const { payment } = await create(['baloto'], `serves-${call}`);
      await world.result(await world.liveAttempt(payment.id), { instruction: world.voucher() });
      await world.settled();
    }
    expect(world.health.routes.of({ route: 'baloto.epayco', operation: 'issue' }).inFlight).toBe(0);
    expect(world.health.routes.of(ISSUE)).toMatchObject({ inFlight: 10, refusal: 'busy' });
  });

  it('has room again when a call is answered, or can be answered no more', async () => {
    const { payment } = await create(['efecty'], 'first');
    for (let call = 1; call < 10; call += 1) await create(['efecty'], `hangs-${call}`);
    await world.result(await world.liveAttempt(payment.id), { instruction: world.voucher() });
    await world.settled();
    expect(world.health.routes.of(ISSUE).refusal).toBeNull();
    await create(['efecty'], 'last');
    expect(world.health.routes.of(ISSUE).refusal).toBe('busy');
    world.clock.advance(22_001);
    expect(world.health.routes.of(ISSUE)).toMatchObject({ inFlight: 0, refusal: null });
  });

  it('that is full counts neither for nor against the provider', async () => {
    for (let call = 0; call < 10; call += 1) await create(['efecty'], `hangs-${call}`);
    for (let call = 0; call < 40; call += 1) {
      await expect(create(['efecty'], `refused-${call}`)).rejects.toMatchObject({ status: 503 });
    }
    expect(world.health.routes.of(ISSUE).breaker).toBe('closed');
  });

  it('takes a method’s next route when it is full', async () => {
    for (let call = 0; call < 10; call += 1) await create(['efecty'], `hangs-${call}`);
    const { payment } = await create(['efecty', 'baloto'], 'next');
    expect(payment.routing.candidates).toEqual([
      { route: ROUTE, chosen: false, reason: 'busy' },
      { route: 'baloto.epayco', chosen: true, because: 'only' },
    ]);
  });
});

/** What the tables themselves refuse. */
describe('the tables of health', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
  }, 60_000);
  afterAll(() => world?.close());

  it.each([
    [
      'a fourth place for probes',
      `insert into route_probes values ('efecty.epayco', 'issue', 4, null, now())`,
    ],
    [
      'an operation that nobody makes',
      `insert into route_breakers values ('efecty.epayco', 'refund', 0, null, 0, 0, null)`,
    ],
    [
      'a maintenance that ends before it starts',
      `insert into route_maintenance values ('m', 'r', 'x', now(), now() - interval '1 h', 'k', null)`,
    ],
    [
      'an event of a kind that nobody knows',
      `insert into route_events values ('e', 'r', null, 'exploded', 'a', 'x', '{}', now())`,
    ],
  ])('refuse %s', async (_, sql) => {
    await expect(world.database.reads.execute(sql)).rejects.toThrow('violates check constraint');
  });
});
