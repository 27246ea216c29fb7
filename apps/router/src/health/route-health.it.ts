import { jest } from '@jest/globals';
import { newId } from '@cauce/config';
import { eventually } from '@cauce/testing';
import { heard } from '../fixtures/breaker-world.js';
import { GRACE_MS } from './breaker.js';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const ROUTE = 'efecty.epayco';
const ISSUE = { route: ROUTE, operation: 'issue' } as const;

/** Calls that are never answered here, and what their silence means. */
describe('silence', () => {
  let world: RouterWorld;
  let timers: { readonly ms: number; readonly controller: AbortController }[] = [];

  beforeEach(async () => {
    timers = [];
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const controller = new AbortController();
      timers.push({ ms, controller });
      return controller.signal;
    });
    world = await openRouterWorld();
    await world.announce(ROUTE);
    await world.announce('baloto.epayco');
  }, 60_000);
  afterEach(async () => {
    jest.restoreAllMocks();
    await world?.close();
  });

  const inFlight = () => world.health.routes.of(ISSUE).inFlight;

  /** The timers that ask calls to say how they ended; the one made just before each ends its call at last. */
  const patience = () =>
    timers
      .filter(({ ms }, index) => timers[index - 1]?.ms === ms + GRACE_MS)
      .map(({ controller }) => controller);

  /**
   * Lets the time of every call run out, and waits until each has been judged: one after another, because a busy
   * machine may not give all of them a connection in time, and a database that does not answer is nobody's fault.
   */
  async function runOut(): Promise<void> {
    const calls = patience();
    // The calls in flight were all made first; others come after them, on another route or for a status.
    for (const timer of calls.splice(0, inFlight())) {
      const before = inFlight();
      timer.abort(new Error('late'));
      await eventually(() => inFlight() < before);
    }
    calls.forEach((timer) => timer.abort(new Error('late')));
    expect(inFlight()).toBe(0);
    await heard();
    await world.settled();
  }

  /** Ends every call that has not said in its last time how it ended. */
  async function runOutLate(): Promise<void> {
    patience().forEach((timer) => timer.abort(new Error('late')));
    await heard();
    timers.forEach(({ controller }) => controller.abort(new Error('too late')));
    await eventually(() => inFlight() === 0);
    await heard();
  }

  /** An answer of another connector: the bus works. */
  async function anotherAnswers(): Promise<void> {
    const body = { ...world.order(), methods: ['baloto' as const] };
    const { payment } = await world.createWith(newId('idem'), body);
    const attempt = await world.liveAttempt(payment.id);
    await world.result(attempt, { instruction: world.voucher() });
  }

  /** As the relay does once the broker has them. */
  const published = () =>
    world.database.reads.execute(`delete from outbox where topic like '%commands%'`);
  const breaker = () => world.health.routes.of(ISSUE).breaker;

  it('of a connector counts: others answer, and it does not', async () => {
    for (let call = 0; call < 20; call += 1) await world.create();
    await published();
    await anotherAnswers();
    await runOut();
    expect(breaker()).toBe('open');
    expect(await world.metrics.text()).toContain(
      `cauce_route_calls_total{route="${ROUTE}",operation="issue",outcome="silent"} 20`,
    );
  });

  it('of everybody counts for nothing: it may be the bus that is away', async () => {
    for (let call = 0; call < 20; call += 1) await world.create();
    await published();
    await runOut();
    expect(breaker()).toBe('closed');
  });

  it('of our own counts for nothing: the broker is away, and no command has left', async () => {
    for (let call = 0; call < 20; call += 1) await world.create();
    await anotherAnswers();
    await runOut();
    expect(breaker()).toBe('closed');
  });

  it('counts for nothing when another process has heard the answer', async () => {
    for (let call = 0; call < 20; call += 1) {
      const { attempt } = await world.create();
      await world.database.reads.execute(`update attempts set status = 'issued' where id = $1`, [
        attempt.id,
      ]);
    }
    await published();
    await anotherAnswers();
    await runOut();
    expect(breaker()).toBe('closed');
  });

  it('counts for nothing while our database is away: nobody can say whose it was', async () => {
    for (let call = 0; call < 20; call += 1) await world.create();
    await published();
    await anotherAnswers();
    await world.database.close();
    await runOut();
    expect(breaker()).toBe('closed');
  });

  it('counts for nothing while our database says too late whose it was', async () => {
    for (let call = 0; call < 20; call += 1) await world.create();
    await published();
    await anotherAnswers();
    await world.database.transaction(async (tx) => {
      await tx.execute('lock table outbox in access exclusive mode');
      await runOutLate();
    });
    expect(breaker()).toBe('closed');
  });

  it('counts when only the lease ran out: nobody has heard anything', async () => {
    for (let call = 0; call < 20; call += 1) await world.create();
    await published();
    world.clock.advance(20_001);
    while ((await world.resolve()) > 0) await heard();
    await published();
    await anotherAnswers();
    await runOut();
    expect(breaker()).toBe('open');
  });
});

describe('a dry run', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld({ CAUCE_BREAKERS: 'dry_run' });
    await world.announce(ROUTE);
  }, 60_000);
  afterAll(() => world?.close());

  async function failing(count: number): Promise<void> {
    for (let call = 0; call < count; call += 1) {
      const { attempt } = await world.create();
      await world.result(attempt, { outcome: 'unknown', countsAgainstHealth: true });
      await world.settled();
    }
  }

  it('opens the breaker, tells it, and lets every call pass', async () => {
    await failing(20);
    expect(world.health.routes.of(ISSUE)).toMatchObject({ breaker: 'open', refusal: null });
    const [event] = await world.health.events.latest(ROUTE, 1);
    expect(event).toMatchObject({ kind: 'breaker_opened', reason: 'failures' });
    const { attempt } = await world.create();
    expect(attempt).toMatchObject({ route: ROUTE, status: 'sending' });
  });

  it('counts what it would have refused', async () => {
    const before = await refusals();
    await world.create();
    expect(await refusals()).toBe(before + 1);
  });

  it('closes again by the calls that it lets pass', async () => {
    world.clock.advance(130_000);
    expect(world.health.routes.of(ISSUE).breaker).toBe('half_open');
    for (let call = 0; call < 6; call += 1) {
      const { attempt } = await world.create();
      await world.result(attempt, { instruction: world.voucher() });
      await world.settled();
    }
    await eventually(async () => world.health.routes.of(ISSUE).breaker === 'closed');
  });

  async function refusals(): Promise<number> {
    const line = (await world.metrics.text())
      .split('\n')
      .find((one) => one.startsWith('cauce_route_refusals_total{') && one.includes('breaker_open'));
    return Number(line?.split(' ').at(-1));
  }
});
