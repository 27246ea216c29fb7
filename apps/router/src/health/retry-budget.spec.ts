import fc from 'fast-check';
import { RetryBudget } from './retry-budget.js';

const start = new Date('2026-11-24T15:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);
const SETTINGS = { windowMs: 10_000, ratio: 0.2, floor: 3 };
const ROUTE = 'efecty.epayco';

/** Retries that a budget gives to a caller that never gives up. */
function taken(budget: RetryBudget, now: Date): number {
  let retries = 0;
  while (retries < 1_000 && took(budget, now)) retries += 1;
  return retries;
}

/** One retry, if there is one. */
function took(budget: RetryBudget, now: Date): boolean {
  if (budget.left(ROUTE, now) < 1) return false;
  budget.retry(ROUTE, now);
  return true;
}

describe('a retry budget', () => {
  it('gives three on a quiet route', () => {
    expect(taken(new RetryBudget(SETTINGS), start)).toBe(3);
  });

  it('gives a fifth of the requests of the window', () => {
    const budget = new RetryBudget(SETTINGS);
    for (let request = 0; request < 100; request += 1) budget.request(ROUTE, start);
    expect(taken(budget, start)).toBe(20);
    expect(budget.leftRatio(ROUTE, start)).toBe(0);
  });

  it('gives them back when the window has passed', () => {
    const budget = new RetryBudget(SETTINGS);
    taken(budget, start);
    expect(took(budget, after(8_000))).toBe(false);
    expect(taken(budget, after(11_000))).toBe(3);
    expect(budget.leftRatio(ROUTE, after(30_000))).toBe(1);
  });

  it('owes what was taken at once by more than there was for', () => {
    const budget = new RetryBudget(SETTINGS);
    for (let retry = 0; retry < 5; retry += 1) budget.retry(ROUTE, start);
    for (let request = 0; request < 29; request += 1) budget.request(ROUTE, start);
    expect(budget.left(ROUTE, start)).toBe(0);
    budget.request(ROUTE, start);
    expect(budget.left(ROUTE, start)).toBe(1);
  });

  it('keeps one route’s from another’s', () => {
    const budget = new RetryBudget(SETTINGS);
    taken(budget, start);
    expect(budget.left('baloto.epayco', start)).toBe(3);
  });

  it('keeps the calls of a minute without one success to 1.2 of the requests, floor aside', () => {
    const budget = new RetryBudget(SETTINGS);
    let calls = 0;
    for (let request = 0; request < 1_200; request += 1) {
      const now = after(request * 50);
      budget.request(ROUTE, now);
      calls += 1;
      for (let retry = 0; retry < 2; retry += 1) if (took(budget, now)) calls += 1;
    }
    expect(calls).toBeLessThanOrEqual(1_200 * 1.2 + SETTINGS.floor);
  });

  it('never gives more than its share or its floor in any window', () => {
    const step = fc.record({ waitMs: fc.integer({ min: 0, max: 3_000 }), isRetry: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const budget = new RetryBudget(SETTINGS);
        let ms = 0;
        const events: { ms: number; isRetry: boolean }[] = [];
        for (const { waitMs, isRetry } of steps) {
          ms += waitMs;
          if (!isRetry) budget.request(ROUTE, after(ms));
          if (isRetry && !took(budget, after(ms))) continue;
          events.push({ ms, isRetry });
          const recent = events.filter((one) => one.ms > ms - SETTINGS.windowMs * 0.9);
          const retries = recent.filter((one) => one.isRetry).length;
          const requests = events.filter((one) => one.ms > ms - SETTINGS.windowMs * 2).length;
          expect(retries).toBeLessThanOrEqual(Math.max(SETTINGS.floor, requests * SETTINGS.ratio));
        }
      }),
    );
  });
});
