import { fixedClock } from '@cauce/testing';
import fc from 'fast-check';
import { BREAKER_SETTINGS, heard } from '../fixtures/breaker-world.js';
import type { BreakerSettings } from './breaker-settings.js';
import { EvidenceWindow, type WindowTrip } from './evidence-window.js';

const START = '2026-11-24T15:00:00Z';

function open(settings: Partial<BreakerSettings> = {}) {
  const clock = fixedClock(START);
  const trips: WindowTrip[] = [];
  // A breaker that is open already takes no notice of more.
  const window = new EvidenceWindow({ ...BREAKER_SETTINGS, ...settings }, clock.now, (trip) => {
    if (trips.length === 0) trips.push(trip);
  });
  return { clock, trips, window };
}

const FAILED = { verdict: 'failure', durationMs: 100 } as const;
const DONE = { verdict: 'success', durationMs: 100 } as const;
const SLOW = { verdict: 'success', durationMs: 6_000 } as const;

describe('the window of a breaker', () => {
  it('takes its share for what it is: half is enough, a little less is not', async () => {
    const { window, trips } = open();
    window.count(DONE);
    for (let call = 0; call < 100; call += 1) window.count(call % 2 === 0 ? DONE : FAILED);
    await heard();
    expect(trips).toEqual([]);
    window.count(FAILED);
    await heard();
    expect(trips).toEqual(['failures']);
  });

  it('takes a share that an operator chose', async () => {
    const calls = Array.from({ length: 20 }, (_, call) => (call % 4 === 0 ? DONE : FAILED));
    const [above, at] = [open({ failurePercent: 76 }), open({ failurePercent: 75 })];
    for (const call of calls) {
      above.window.count(call);
      at.window.count(call);
    }
    await heard();
    expect([above.trips, at.trips]).toEqual([[], ['failures']]);
  });

  it('needs twenty calls to notice that a provider fell silent, however well it was', () => {
    const healthy = fc.record({
      calls: fc.integer({ min: 0, max: 2_000 }),
      forMs: fc.integer({ min: 0, max: 60_000 }),
      pauseMs: fc.integer({ min: 0, max: 1_000 }),
    });
    fc.assert(
      fc.property(healthy, ({ calls, forMs, pauseMs }) => {
        const { window, trips, clock } = open();
        for (let call = 0; call < calls; call += 1) {
          window.count(DONE);
          if (call % 20 === 0) clock.advance(forMs / Math.max(1, calls / 20));
        }
        for (let call = 0; call < 20; call += 1) {
          clock.advance(pauseMs);
          window.count(FAILED);
        }
        expect(trips).toEqual(['failures']);
        window.shutdown();
      }),
    );
  });

  it('takes few failures among many calls for none, wherever they stand', async () => {
    const { window, trips } = open();
    for (let call = 0; call < 400; call += 1) window.count(call % 40 < 15 ? FAILED : DONE);
    await heard();
    expect(trips).toEqual([]);
  });

  it('does not put calls together that lie far apart', () => {
    const { window, trips, clock } = open();
    for (let call = 0; call < 100; call += 1) {
      window.count(FAILED);
      clock.advance(1_600);
    }
    expect(trips).toEqual([]);
  });

  it('says which of its two measures was reached', async () => {
    const { window, trips } = open();
    for (let call = 0; call < 20; call += 1) window.count(SLOW);
    await heard();
    expect(trips).toEqual(['slow_calls']);
  });

  it('forgets by tenths: old calls leave one after another', async () => {
    const { window, trips, clock } = open();
    for (let second = 0; second < 27; second += 3) {
      window.count(SLOW);
      window.count(SLOW);
      clock.advance(3_000);
    }
    // The first two of eighteen are out.
    clock.advance(3_000);
    for (let call = 0; call < 3; call += 1) window.count(SLOW);
    await heard();
    expect(trips).toEqual([]);
    window.count(SLOW);
    await heard();
    expect(trips).toEqual(['slow_calls']);
  });

  it('starts empty when it is renewed', async () => {
    const { window, trips } = open();
    for (let call = 0; call < 19; call += 1) window.count(FAILED);
    await heard();
    window.renew();
    window.count(FAILED);
    await heard();
    expect(trips).toEqual([]);
  });

  it('counts nothing after its end', async () => {
    const { window, trips } = open();
    window.shutdown();
    for (let call = 0; call < 100; call += 1) window.count(FAILED);
    await heard();
    expect(trips).toEqual([]);
  });

  it('agrees with a window that is counted by hand', async () => {
    const call = fc.record({
      waitMs: fc.integer({ min: 0, max: 4_000 }),
      isGood: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 30, maxLength: 120 }), async (calls) => {
        const { window, trips, clock } = open({ failurePercent: 60 });
        const ended: { at: number; isGood: boolean }[] = [];
        for (const { waitMs, isGood } of calls) {
          clock.advance(waitMs);
          const at = clock.now().getTime();
          window.count(isGood ? DONE : FAILED);
          await heard();
          ended.push({ at, isGood });
          // Tenths of the window are counted from the first call.
          const slot = (ms: number) => Math.floor((ms - new Date(START).getTime()) / 3_000);
          const within = ended.filter((one) => slot(one.at) > slot(at) - 10);
          const failures = within.filter((one) => !one.isGood).length;
          const newest = ended.slice(-20).filter((one) => at - one.at < 30_000);
          const isFull = newest.length === 20;
          const isRow = isFull && newest.filter((one) => !one.isGood).length >= 16;
          const isShare = within.length >= 20 && failures / within.length >= 0.6 && !isGood;
          const isOver = isRow || isShare;
          expect({ after: ended.length, trips }).toEqual({
            after: ended.length,
            trips: isOver ? ['failures'] : [],
          });
          if (isOver) break;
        }
        window.shutdown();
      }),
      { numRuns: 60 },
    );
  });
});
