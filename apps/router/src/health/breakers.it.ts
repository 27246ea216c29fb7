import { jest } from '@jest/globals';
import { eventually } from '@cauce/testing';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const EFECTY = 'efecty.epayco';
const ISSUE = { route: EFECTY, operation: 'issue' } as const;

/** A router whose connector is played by the test, and whose routes fail as it says. */
describe('breakers in the running router', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld();
    await world.announce(EFECTY);
  }, 60_000);
  afterEach(() => world?.close());

  /** Creates payments whose calls end as given, on whatever route takes them. */
  async function calls(count: number, reason: 'timeout' | null): Promise<void> {
    for (let call = 0; call < count; call += 1) {
      const { attempt } = await world.create();
      await (reason === null
        ? world.result(attempt, { instruction: world.voucher() })
        : world.result(attempt, { outcome: 'unknown', reason, countsAgainstHealth: true }));
      await world.settled();
    }
  }

  const breaker = () => world.health.routes.of(ISSUE).breaker;

  async function opened(): Promise<void> {
    await calls(20, 'timeout');
    expect(breaker()).toBe('open');
  }

  async function halfOpened(): Promise<void> {
    await opened();
    world.clock.advance(15_000);
    expect(breaker()).toBe('half_open');
  }

  describe('while a provider times out', () => {
    it('opens with the twentieth time-out, and refuses with 503 that nothing was sent', async () => {
      await calls(19, 'timeout');
      expect(breaker()).toBe('closed');
      await calls(1, 'timeout');
      expect(breaker()).toBe('open');
      await expect(world.create()).rejects.toMatchObject({
        code: 'ROUTES_UNAVAILABLE',
        status: 503,
        outcome: 'not_sent',
        retryable: true,
      });
    });

    it('sends payments by the other route, and says why', async () => {
      await world.announce('efecty.payu');
      await opened();
      const { payment, attempt } = await world.create();
      expect(attempt.route).toBe('efecty.payu');
      expect(payment.routing.candidates).toEqual([
        { route: EFECTY, chosen: false, reason: 'breaker_open' },
        { route: 'efecty.payu', chosen: true, because: 'only' },
      ]);
    });

    it('leaves unknown payments where they are: none is rerouted', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', countsAgainstHealth: true });
      await calls(19, 'timeout');
      expect(breaker()).toBe('open');
      await world.announce('efecty.payu');
      await world.pass(10_000);
      expect((await world.payment(payment.id)).attempts).toMatchObject([
        { route: EFECTY, status: 'unknown' },
      ]);
    });

    it('writes down who opened it, and why', async () => {
      await opened();
      const [event] = await world.health.events.latest(EFECTY, 1);
      expect(event).toMatchObject({
        operation: 'issue',
        kind: 'breaker_opened',
        actor: world.health.breakers.process,
        reason: 'failures',
        details: { openings: 1 },
      });
    });
  });

  it('counts no refusals: a thousandth payer without credit opens nothing', async () => {
    for (let call = 0; call < 40; call += 1) {
      const { attempt } = await world.create();
      const reason = { reason: 'payer_rejected', countsAgainstHealth: false };
      await world.result(attempt, { outcome: 'rejected', ...reason });
      await world.settled();
    }
    expect(breaker()).toBe('closed');
  });

  it('counts each answer once, however often it is delivered', async () => {
    const { attempt } = await world.create();
    for (let time = 0; time < 30; time += 1) {
      await world.result(attempt, { outcome: 'unknown', countsAgainstHealth: true });
      await world.settled();
    }
    expect(breaker()).toBe('closed');
  });

  describe('a status query', () => {
    it('waits while its route takes none, and the attempt stays unknown', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', countsAgainstHealth: true });
      const id = { ...ISSUE, operation: 'read_status' } as const;
      for (let call = 0; call < 20; call += 1) {
        world.health.breakers.of(id).count(0, { verdict: 'failure', durationMs: 1 });
      }
      await world.settled();
      expect(world.health.routes.of(id).breaker).toBe('open');
      await world.pass(7_000);
      const queries = async () =>
        (await world.commands(payment.id)).filter((one) => one.type === 'connector.read_status');
      expect(await queries()).toEqual([]);
      // Half-open: the query is the probe.
      await world.pass(60_000);
      expect(await queries()).toHaveLength(1);
      expect(await world.liveAttempt(payment.id)).toMatchObject({ status: 'unknown' });
    });
  });

  it('takes two queries of one attempt, both in flight, for two calls', async () => {
    const { attempt } = await world.create();
    const id = { ...ISSUE, operation: 'read_status' } as const;
    const call = { ...id, attemptId: attempt.id, paymentId: attempt.paymentId, timeoutMs: 20_000 };
    for (let query = 0; query < 2; query += 1) {
      await world.database.transaction((tx) =>
        world.health.routes.admit(tx, call).then((refusal) => expect(refusal).toBeNull()),
      );
    }
    expect(world.health.routes.of(id).inFlight).toBe(2);
    await world.status(attempt, 'absent');
    await world.settled();
    expect(world.health.routes.of(id).inFlight).toBe(1);
    await world.status(attempt, 'absent');
    await world.settled();
    expect(world.health.routes.of(id).inFlight).toBe(0);
  });

  describe('half-open', () => {
    it('makes three probes among five processes', async () => {
      await halfOpened();
      const processes = [world.health, ...Array.from({ length: 4 }, () => world.anotherProcess())];
      for (const one of processes) await one.step.run();
      let admitted = 0;
      await Promise.all(
        Array.from({ length: 50 }, async (_, call) => {
          const process = processes[call % processes.length];
          const attemptId = `att_${call}`;
          const refusal = await world.database.transaction(async (tx) =>
            process?.routes.admit(tx, {
              ...ISSUE,
              attemptId,
              paymentId: `pay_${call}`,
              timeoutMs: 8_000,
            }),
          );
          if (refusal === null) admitted += 1;
          else expect(refusal).toBe('breaker_open');
        }),
      );
      expect(admitted).toBe(3);
    });

    it('closes for all after three probes that succeeded', async () => {
      const another = world.anotherProcess();
      await halfOpened();
      await another.step.run();
      expect(another.routes.of(ISSUE).breaker).toBe('half_open');
      for (let probe = 0; probe < 3; probe += 1) {
        await calls(1, null);
        await eventually(async () => (await free()) === 3);
      }
      expect(breaker()).toBe('closed');
      await another.step.run();
      expect(another.routes.of(ISSUE).breaker).toBe('closed');
      const [event] = await world.health.events.latest(EFECTY, 1);
      expect(event).toMatchObject({ kind: 'breaker_closed', reason: 'probes_succeeded' });
    });

    it('opens for all and for longer when a probe fails', async () => {
      await halfOpened();
      await calls(1, 'timeout');
      await eventually(async () => (await free()) === 3);
      expect(breaker()).toBe('open');
      const [event] = await world.health.events.latest(EFECTY, 1);
      expect(event).toMatchObject({ reason: 'probe_failed', details: { openings: 2 } });
    });

    it('is not closed by an answer to a call from before the opening', async () => {
      const stale = await Promise.all(Array.from({ length: 4 }, () => world.create()));
      await halfOpened();
      for (const { attempt } of stale) {
        await world.result(attempt, { instruction: world.voucher() });
      }
      await world.settled();
      expect(breaker()).toBe('half_open');
      expect(world.health.breakers.of(ISSUE).position.probeSuccesses).toBe(0);
    });

    it('gives the place of a probe back whose process died', async () => {
      await halfOpened();
      const dead = world.anotherProcess();
      await dead.step.run();
      const call = { ...ISSUE, paymentId: 'pay_dead', timeoutMs: 8_000 };
      for (const attemptId of ['a', 'b', 'c']) {
        await world.database.transaction((tx) =>
          dead.routes.admit(tx, { ...call, attemptId }).then(() => undefined),
        );
      }
      await expect(world.create()).rejects.toMatchObject({ code: 'ROUTES_UNAVAILABLE' });
      world.clock.advance(15_001);
      expect((await world.create()).attempt.route).toBe(EFECTY);
    });

    async function free(): Promise<number> {
      const rows = await world.database.reads.query(
        'select 1 from route_probes where call is null',
      );
      return rows.length;
    }
  });

  describe('an opening that could not be told', () => {
    it.each([
      ['failures', { verdict: 'failure', durationMs: 1 }],
      ['slow_calls', { verdict: 'success', durationMs: 60_000 }],
    ] as const)('is told later, with its reason: %s', async (reason, ended) => {
      // A second transaction of one that is open is refused.
      await world.database.transaction(async () => {
        for (let call = 0; call < 20; call += 1) world.health.breakers.of(ISSUE).count(0, ended);
        await world.settled();
      });
      expect(breaker()).toBe('open');
      expect(await world.health.events.latest(EFECTY, 1)).toEqual([]);
      await world.health.step.run();
      const [event] = await world.health.events.latest(EFECTY, 1);
      expect(event).toMatchObject({ kind: 'breaker_opened', reason });
    });

    it('is told later, with its reason: probe_failed', async () => {
      await halfOpened();
      const local = world.health.breakers.of(ISSUE);
      const pass = local.admit();
      if (pass === null) throw new Error('it is half-open');
      local.end(pass, { verdict: 'failure', durationMs: 1 });
      await world.health.step.run();
      const [event] = await world.health.events.latest(EFECTY, 1);
      expect(event).toMatchObject({ reason: 'probe_failed', details: { openings: 2 } });
    });
  });

  describe('another process', () => {
    it('hears of an opening', async () => {
      const another = world.anotherProcess();
      await opened();
      await another.step.run();
      expect(another.routes.of(ISSUE).breaker).toBe('open');
    });

    it('knows of an opening from before it started', async () => {
      await opened();
      const another = world.anotherProcess();
      await another.step.onApplicationBootstrap();
      await another.step.beforeApplicationShutdown();
      expect(another.routes.of(ISSUE).breaker).toBe('open');
    });

    it('counts what the others saw, once: ten failures each open it', async () => {
      const another = world.anotherProcess();
      await calls(10, 'timeout');
      await world.health.step.run();
      await relay();
      await another.step.run();
      await another.step.run();
      const local = another.breakers.of(ISSUE);
      for (let call = 0; call < 9; call += 1) {
        local.count(0, { verdict: 'failure', durationMs: 1 });
      }
      await world.settled();
      expect(local.state).toBe('closed');
      local.count(0, { verdict: 'failure', durationMs: 1 });
      await world.settled();
      expect(local.state).toBe('open');
    });
  });

  /** Plays the bus: what was told goes to one process of the group. */
  async function relay(): Promise<void> {
    const rows = await world.database.reads.query<{ id: string; message: never }>(
      `select id::text, message from outbox where topic = 'cauce.router.health.v1'`,
    );
    for (const { id, message } of rows) {
      const { data } = message as { data: never };
      await world.database.transaction((tx) =>
        world.health.evidence.store(tx, id, data, world.clock.now()),
      );
    }
  }
});
