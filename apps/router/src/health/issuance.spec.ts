import fc from 'fast-check';
import { isDegraded, issuanceOf } from './issuance.js';

describe('how well a route issues', () => {
  it('is not known without a call that says something', () => {
    expect(issuanceOf({ successes: 0, failures: 0, successMs: 0 })).toBeNull();
  });

  it('is the share of its calls that succeeded, and their mean time', () => {
    expect(issuanceOf({ successes: 3, failures: 1, successMs: 1_000 })).toEqual({
      calls: 4,
      rate: 0.75,
      meanMs: 333,
    });
  });

  it('has no time when no call succeeded', () => {
    expect(issuanceOf({ successes: 0, failures: 5, successMs: 0 })).toMatchObject({
      rate: 0,
      meanMs: null,
    });
  });

  it('is a share, whatever the counts', () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(count, count, count, (successes, failures, successMs) => {
        const rate = issuanceOf({ successes, failures, successMs })?.rate ?? 0;
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a degraded route', () => {
  const issuance = (successes: number, failures: number) =>
    issuanceOf({ successes, failures, successMs: 0 });

  it('is one whose calls succeed too seldom', () => {
    expect(isDegraded(issuance(17, 3), 20, 0.9)).toBe(true);
    expect(isDegraded(issuance(18, 2), 20, 0.9)).toBe(false);
  });

  it('is not told by a few calls', () => {
    expect(isDegraded(issuance(0, 19), 20, 0.9)).toBe(false);
    expect(isDegraded(null, 20, 0.9)).toBe(false);
  });
});
