import { jest } from '@jest/globals';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';
import { NEVER_OPENED, type BreakerPosition } from './breaker-position.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const ISSUE = { route: 'efecty.epayco', operation: 'issue' } as const;
const CANCEL = { route: 'efecty.epayco', operation: 'cancel' } as const;

/** What all processes share of breakers, on a real PostgreSQL. */
describe('breakers of all processes', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld();
  }, 60_000);
  afterEach(() => world?.close());

  const fleet = () => world.health.fleet;
  const later = (ms: number) => new Date(world.clock.now().getTime() + ms);
  const lease = (call: string, id: { route: string; operation: 'issue' | 'cancel' } = ISSUE) =>
    world.database.transaction((tx) => fleet().lease(tx, id, call, later(10_000)));
  const open = (position: Partial<BreakerPosition>, actor = 'prc_a') =>
    fleet().open(
      ISSUE,
      {
        ...NEVER_OPENED,
        generation: 1,
        openings: 1,
        openUntil: later(10_000),
        changedAt: world.clock.now(),
        ...position,
      },
      'failures',
      actor,
    );
  const end = (call: string, generation: number, verdict: 'success' | 'failure' | 'neutral') =>
    fleet().probeEnded(ISSUE, call, generation, verdict, 'prc_a');
  const events = async () =>
    (await world.health.events.latest(ISSUE.route, 50)).map((one) => `${one.kind} ${one.reason}`);

  describe('an opening', () => {
    it('counts once when several processes decide it at the same time', async () => {
      const actors = Array.from({ length: 8 }, (_, index) => `prc_${index}`);
      const known = await Promise.all(actors.map((actor) => open({}, actor)));
      expect(await events()).toEqual(['breaker_opened failures']);
      expect(new Set(known.map((one) => one.generation))).toEqual(new Set([1]));
    });

    it('does not undo what came after it', async () => {
      await open({ generation: 3 });
      const known = await open({ generation: 2 });
      expect(known.generation).toBe(3);
      expect(await events()).toHaveLength(1);
    });

    it('is one of its operation: others stay closed', async () => {
      await open({});
      const positions = await fleet().positions();
      expect(positions.map(({ operation }) => operation)).toEqual(['issue']);
    });
  });

  describe('the places for probes', () => {
    it('are three, however many ask at once', async () => {
      const calls = Array.from({ length: 12 }, (_, index) => `call_${index}`);
      const taken = await Promise.all(calls.map((call) => lease(call)));
      expect(taken.filter((one) => one)).toHaveLength(3);
    });

    it('are of one route and operation', async () => {
      for (const call of ['a', 'b', 'c']) expect(await lease(call)).toBe(true);
      expect(await lease('d')).toBe(false);
      expect(await lease('d', CANCEL)).toBe(true);
      expect(await lease('d', { ...ISSUE, route: 'efecty.payu' })).toBe(true);
    });

    it('are free again when their time is over', async () => {
      for (const call of ['a', 'b', 'c']) await lease(call);
      world.clock.advance(9_999);
      expect(await lease('d')).toBe(false);
      world.clock.advance(1);
      expect(await lease('d')).toBe(true);
    });

    it('are free again when a probe has ended, whatever it came to', async () => {
      await open({ openUntil: world.clock.now() });
      for (const call of ['a', 'b', 'c']) await lease(call);
      await end('b', 1, 'neutral');
      expect(await lease('d')).toBe(true);
      expect(await lease('e')).toBe(false);
    });

    it('are none while the breaker is open again, for a process that has not heard of it', async () => {
      await open({ openUntil: world.clock.now() });
      for (const call of ['a', 'b', 'c']) expect(await lease(call)).toBe(true);
      await end('b', 1, 'failure');
      expect(await lease('d')).toBe(false);
      world.clock.advance(24_000);
      expect(await lease('d')).toBe(true);
    });

    it('go back when the transaction that took them does not commit', async () => {
      const taken = world.database.transaction(async (tx) => {
        for (const call of ['a', 'b', 'c']) await fleet().lease(tx, ISSUE, call, later(10_000));
        throw new Error('rolled back');
      });
      await expect(taken).rejects.toThrow('rolled back');
      expect(await lease('d')).toBe(true);
    });

    it('are not given back by a probe that has none any more', async () => {
      await open({ openUntil: world.clock.now() });
      await lease('a');
      world.clock.advance(10_000);
      for (const call of ['b', 'c', 'd']) expect(await lease(call)).toBe(true);
      await end('a', 1, 'success');
      expect(await lease('e')).toBe(false);
    });
  });

  describe('the end of a probe', () => {
    it('closes the breaker with the third success, counted over all processes', async () => {
      await open({ openUntil: world.clock.now() });
      await end('a', 1, 'success');
      await end('b', 1, 'success');
      expect((await fleet().positions())[0]).toMatchObject({ probeSuccesses: 2, generation: 1 });
      const closed = await end('c', 1, 'success');
      expect(closed).toMatchObject({ openUntil: null, generation: 2 });
      expect(await events()).toEqual([
        'breaker_closed probes_succeeded',
        'breaker_opened failures',
      ]);
    });

    it('counts three that end at the same time as three', async () => {
      await open({ openUntil: world.clock.now() });
      await Promise.all(['a', 'b', 'c'].map((call) => end(call, 1, 'success')));
      expect((await fleet().positions())[0]).toMatchObject({ openUntil: null, generation: 2 });
      expect(await events()).toHaveLength(2);
    });

    it('opens it once when two fail at the same time', async () => {
      await open({ openUntil: world.clock.now() });
      await Promise.all(['a', 'b'].map((call) => end(call, 1, 'failure')));
      expect((await fleet().positions())[0]).toMatchObject({ generation: 2, openings: 2 });
      expect(await events()).toEqual(['breaker_opened probe_failed', 'breaker_opened failures']);
    });

    it('says nothing when it began before the last change', async () => {
      await open({ generation: 4, openUntil: world.clock.now() });
      for (const verdict of ['success', 'failure'] as const) {
        expect(await end('stale', 3, verdict)).toMatchObject({ generation: 4, probeSuccesses: 0 });
      }
    });

    it('says nothing while the breaker is open again', async () => {
      await open({ generation: 4 });
      expect(await end('early', 4, 'success')).toMatchObject({ probeSuccesses: 0 });
    });

    it('says nothing of a breaker that nobody knows', async () => {
      expect(await end('a', 0, 'success')).toMatchObject({ generation: 0, openUntil: null });
    });
  });

  describe('the log', () => {
    it('is newest first, of one route', async () => {
      await open({ openUntil: world.clock.now() });
      world.clock.advance(1_000);
      await end('a', 1, 'failure');
      await world.health.drains.drain('efecty.payu', 'key_1', 'another route');
      expect(await events()).toEqual(['breaker_opened probe_failed', 'breaker_opened failures']);
    });

    it('cannot be changed or shortened, not even by the router itself', async () => {
      await open({});
      const { reads } = world.database;
      await expect(reads.execute(`update route_events set reason = 'x'`)).rejects.toThrow(
        'permission denied',
      );
      await expect(reads.execute('delete from route_events')).rejects.toThrow('permission denied');
    });
  });
});
