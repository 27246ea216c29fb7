import fc from 'fast-check';
import { BreakerWorld, type HeldCall } from '../fixtures/breaker-world.js';
import { MAX_PROBES, PROBES_TO_CLOSE } from './breaker-position.js';
import { judgesProvider, VERDICTS } from './call-verdict.js';

/** What may happen to a breaker, in any order. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('begin' as const), isDeaf: fc.boolean() }),
  fc.record({
    kind: fc.constant('end' as const),
    which: fc.nat(),
    verdict: fc.constantFrom(...VERDICTS),
  }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30_000 }) }),
  fc.record({
    kind: fc.constant('burst' as const),
    verdict: fc.constantFrom(...VERDICTS),
  }),
);

describe('any story of calls', () => {
  it('keeps what a breaker promises', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = new BreakerWorld();
        const { breaker } = world;
        let held: { call: HeldCall; generation: number }[] = [];
        for (const one of steps) {
          const before = breaker.position;
          const stateBefore = breaker.state;
          if (one.kind === 'begin') {
            held.push({ call: world.begin(8_000, one), generation: before.generation });
          }
          if (one.kind === 'end' && held.length > 0) {
            const [ended] = held.splice(one.which % held.length, 1);
            await ended?.call.end(one.verdict);
            const isStale = ended?.generation !== before.generation;
            // What began before the last change, or says nothing, changes nothing.
            if (isStale || !judgesProvider(one.verdict)) expect(breaker.position).toEqual(before);
          }
          if (one.kind === 'wait') await world.pass(one.ms);
          if (one.kind === 'burst') await world.ends(25, one.verdict);

          const { position } = breaker;
          expect(position.generation).toBeGreaterThanOrEqual(before.generation);
          if (position.openUntil === null) expect(position.probeSuccesses).toBe(0);
          expect(position.probeSuccesses).toBeLessThan(PROBES_TO_CLOSE);
          const hasClosed = before.openUntil !== null && position.openUntil === null;
          if (hasClosed && one.kind !== 'burst') {
            expect(stateBefore).toBe('half_open');
            expect(before.probeSuccesses).toBe(PROBES_TO_CLOSE - 1);
          }
          held = held.filter(({ call }) => !call.isAborted);
        }
        // Nothing sticks: after the longest time, probes that succeed close it.
        await world.pass(150_000);
        await world.pass(150_000);
        await world.ends(PROBES_TO_CLOSE, 'success');
        expect(breaker.state).toBe('closed');
        breaker.shutdown();
      }),
      { numRuns: 150 },
    );
  });

  it('never has more probes in flight than it may', async () => {
    const probe = fc.record({
      begins: fc.integer({ min: 0, max: 8 }),
      ends: fc.array(fc.constantFrom('success', 'neutral'), { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(probe, { maxLength: 20 }), async (turns) => {
        const world = new BreakerWorld();
        await world.halfOpen();
        let inFlight: HeldCall[] = [];
        for (const { begins, ends } of turns) {
          if (world.breaker.state !== 'half_open') break;
          for (let call = 0; call < begins; call += 1) {
            const begun = world.begin(60_000);
            if (begun.isLetPass) inFlight.push(begun);
          }
          expect(inFlight.length).toBeLessThanOrEqual(MAX_PROBES);
          for (const verdict of ends) await inFlight.shift()?.end(verdict);
        }
        inFlight = [];
        world.breaker.shutdown();
      }),
      { numRuns: 100 },
    );
  });
});

describe('many processes that opened at once', () => {
  it('come back one after another, not in step', async () => {
    const worlds = Array.from({ length: 20 }, (_, index) => {
      const world = new BreakerWorld();
      world.random = index / 20;
      return world;
    });
    for (const world of worlds) await world.ends(20, 'failure');
    const ends = worlds.map(({ breaker }) => breaker.position.openUntil?.getTime() ?? 0);
    expect(new Set(ends).size).toBe(20);
    expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(3_000);
  });
});

describe('a provider that comes and goes', () => {
  it('is left alone for longer each time, two minutes at most', async () => {
    const world = new BreakerWorld();
    await world.ends(20, 'failure');
    const openForMs: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const { openUntil } = world.breaker.position;
      const ms = (openUntil?.getTime() ?? 0) - world.clock.now().getTime();
      openForMs.push(ms);
      await world.pass(ms);
      await world.ends(1, 'failure');
    }
    expect(openForMs).toEqual([10_000, 20_000, 40_000, 80_000, 120_000, 120_000, 120_000]);
  });

  it('costs its payers three calls in each half-open time', async () => {
    const world = new BreakerWorld();
    await world.ends(20, 'failure');
    let calls = 0;
    for (let second = 0; second < 600; second += 1) {
      for (let call = 0; call < 20; call += 1) {
        const pass = world.breaker.admit();
        if (pass === null) continue;
        calls += 1;
        world.breaker.end(pass, { verdict: 'failure', durationMs: 100 });
      }
      await world.pass(1_000);
    }
    // Ten minutes at twenty calls a second: of twelve thousand, a handful reached it.
    expect(calls).toBeLessThanOrEqual(10);
  });
});
