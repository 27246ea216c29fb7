import { fixedClock } from '@cauce/testing';
import fc from 'fast-check';
import { BREAKER_SETTINGS, heard } from '../fixtures/breaker-world.js';
import type { BreakerSettings } from './breaker-settings.js';
import { EvidenceWindow, type WindowTrip } from './evidence-window.js';

const START = '2026-11-24T15:00:00Z';

function open(settings: Partial<BreakerSettings> = {}) {
  const clock = fixedClock(START);
  const trips: WindowTrip[] = [];
  const window = new EvidenceWindow({ ...BREAKER_SETTINGS, ...settings }, clock.now, (trip) =>
    trips.push(trip),
  );
  return { clock, trips, window };
}

const FAILED = { verdict: 'failure', durationMs: 100 } as const;
const DONE = { verdict: 'success', durationMs: 100 } as const;
const SLOW = { verdict: 'success', durationMs: 6_000 } as const;

describe('the window of a breaker', () => {
  it('takes its share for what it is: half is enough, a little less is not', async () => {
    const { window, trips } = open();
    for (let call = 0; call < 51; call += 1) window.count(DONE);
    for (let call = 0; call < 50; call += 1) window.count(FAILED);
    await heard();
    expect(trips).toEqual([]);
    window.count(FAILED);
    await heard();
    expect(trips).toEqual(['failures']);
  });

  it('takes a share that an operator chose', async () => {
    const { window, trips } = open({ failurePercent: 90 });
    for (let call = 0; call < 3; call += 1) window.count(DONE);
    for (let call = 0; call < 26; call += 1) window.count(FAILED);
    await heard();
    expect(trips).toEqual([]);
    window.count(FAILED);
    await heard();
    expect(trips).toEqual(['failures']);
  });

  it('says which of its two measures was reached', async () => {
    const { window, trips } = open();
    for (let call = 0; call < 20; call += 1) window.count(SLOW);
    await heard();
    expect(trips).toEqual(['slow_calls']);
  });

  it('forgets by tenths: old failures leave one after another', async () => {
    const { window, trips, clock } = open();
    for (let second = 0; second < 30; second += 3) {
      window.count(FAILED);
      window.count(FAILED);
      clock.advance(3_000);
    }
    // The first two are out, the twenty of the whole window would have been enough.
    window.count(FAILED);
    await heard();
    expect(trips).toEqual([]);
    window.count(FAILED);
    await heard();
    expect(trips).toEqual(['failures']);
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
          const isOver = within.length >= 20 && failures / within.length >= 0.6 && !isGood;
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
