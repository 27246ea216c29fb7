import { jest } from '@jest/globals';
import { eventually } from '@cauce/testing';
import { newId } from '@cauce/config';
import type { CallsEnded } from '@cauce/contracts';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';
import { RouterApp } from '../fixtures/router-app.js';
import { voucher } from '../fixtures/wire-builders.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const ISSUE = { route: 'efecty.epayco', operation: 'issue' } as const;

const seen = (overrides: Partial<CallsEnded> = {}): CallsEnded => ({
  ...ISSUE,
  process: 'prc_other',
  generation: 0,
  successes: 0,
  slowSuccesses: 0,
  failures: 0,
  slowFailures: 0,
  lockedOut: 0,
  successMs: 0,
  ...overrides,
});

describe('what processes tell each other', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld();
    await world.announce(ISSUE.route);
  }, 60_000);
  afterEach(() => world?.close());

  const evidence = () => world.health.evidence;
  const store = (ended: CallsEnded, at = world.clock.now(), id = newId('msg')) =>
    world.database.transaction((tx) => evidence().store(tx, id, ended, at));
  const unread = async () => (await evidence().unread('prc_me')).map(({ failures }) => failures);

  it('is heard once', async () => {
    await store(seen({ failures: 1 }));
    expect(await unread()).toEqual([1]);
    expect(await unread()).toEqual([]);
  });

  it('is heard although it was written after a younger one', async () => {
    await store(seen({ failures: 1 }));
    expect(await unread()).toEqual([1]);
    await store(seen({ failures: 2 }), new Date(world.clock.now().getTime() - 5_000));
    expect(await unread()).toEqual([2]);
  });

  it('is not what a process said itself', async () => {
    await store(seen({ process: 'prc_me', failures: 1 }));
    expect(await unread()).toEqual([]);
  });

  it('counts once, although its message comes twice', async () => {
    for (let time = 0; time < 2; time += 1) {
      await store(seen({ failures: 3 }), world.clock.now(), 'msg_twice');
    }
    expect(await unread()).toEqual([3]);
  });

  it('is not heard when it is old: what a replay brings says nothing of today', async () => {
    await store(seen({ failures: 1 }));
    world.clock.advance(60_000);
    expect(await unread()).toEqual([]);
  });

  it('is summed up over processes for the rate of issuance', async () => {
    await store(seen({ successes: 8, slowSuccesses: 1, successMs: 9_000 }));
    await store(seen({ process: 'prc_me', failures: 1, slowFailures: 1, lockedOut: 1 }));
    await store(seen({ operation: 'cancel', failures: 7 }));
    expect(await evidence().counts(300_000)).toEqual(
      expect.arrayContaining([
        { ...ISSUE, generation: 0, successes: 9, failures: 3, successMs: 9_000 },
        {
          route: ISSUE.route,
          operation: 'cancel',
          generation: 0,
          successes: 0,
          failures: 7,
          successMs: 0,
        },
      ]),
    );
    world.clock.advance(300_001);
    expect(await evidence().counts(300_000)).toEqual([]);
  });

  it('does not hold what came before an opening against a provider that is back', async () => {
    await store(seen({ failures: 20 }));
    await world.health.step.run();
    await world.settled();
    expect(world.health.routes.of(ISSUE).breaker).toBe('open');
    expect(await evidence().counts(300_000)).toEqual([]);
    await store(seen({ generation: 1, successes: 2 }));
    expect(await evidence().counts(300_000)).toMatchObject([{ successes: 2, failures: 0 }]);
  });

  it('is forgotten after an hour', async () => {
    await store(seen({ failures: 1 }));
    world.clock.advance(3_600_000);
    await store(seen({ failures: 2 }));
    world.clock.advance(1);
    await evidence().purge();
    const rows = await world.database.reads.query('select failures from route_evidence');
    expect(rows).toEqual([{ failures: 2 }]);
  });

  it('says nothing when nothing happened', async () => {
    await world.health.step.run();
    const told = await world.database.reads.query(
      `select 1 from outbox where topic = 'cauce.router.health.v1'`,
    );
    expect(told).toEqual([]);
  });

  it('of another generation changes nothing', async () => {
    await store(seen({ generation: 7, failures: 50 }));
    await world.health.step.run();
    await world.settled();
    expect(world.health.routes.of(ISSUE).breaker).toBe('closed');
  });

  it('opens the breaker of a process that made no call', async () => {
    await store(seen({ failures: 12 }));
    await store(seen({ process: 'prc_third', failures: 4, slowFailures: 4 }));
    await world.health.step.run();
    await world.settled();
    expect(world.health.routes.of(ISSUE).breaker).toBe('open');
  });

  it('is told again when it could not be: an opening is not lost', async () => {
    const breaker = world.health.breakers.of(ISSUE);
    const lost = new Error('the connection was lost');
    const open = jest.spyOn(world.health.fleet, 'open').mockRejectedValueOnce(lost);
    for (let call = 0; call < 20; call += 1) {
      breaker.count(0, { verdict: 'failure', durationMs: 1 });
    }
    await world.settled();
    expect(breaker.state).toBe('open');
    expect(await world.health.fleet.positions()).toEqual([]);
    await world.health.step.run();
    expect(open).toHaveBeenCalledTimes(2);
    expect(await world.health.fleet.positions()).toMatchObject([{ ...ISSUE, generation: 1 }]);
  });
});

describe('what a process saw', () => {
  let router: RouterApp;

  beforeAll(async () => {
    router = await RouterApp.open();
  }, 60_000);
  afterAll(() => router?.close());

  it('goes over the bus, and comes back as the rate of issuance', async () => {
    router.answer = () => ({ instruction: voucher() });
    const body = {
      amount: { value: 8_500_000, currency: 'COP' },
      reference: 'RATE-1',
      description: 'Zapatos',
      methods: ['efecty'],
      payer: {
        name: 'Ana Muñoz',
        email: 'ana@example.com',
        document: { type: 'CC', number: '1020304051' },
      },
    };
    expect((await router.create(body)).statusCode).toBe(201);
    await eventually(async () => {
      const { data } = (await router.ask('GET', '/v1/routes')).json<{
        data: { issuance: { calls: number; rate: number } | null }[];
      }>();
      return data[0]?.issuance?.calls === 1 && data[0].issuance.rate === 1;
    });
    expect(await router.deadLetters()).toEqual([]);
  });
});
