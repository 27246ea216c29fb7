import { WindowQuota } from './window-quota.js';

const at = (ms: number) => new Date(ms);

it('gives so many in a window, and as many again in the next', () => {
  const quota = new WindowQuota(2, 1_000);
  expect([0, 1, 999].map((ms) => quota.take(at(ms)))).toEqual([true, true, false]);
  expect([1_000, 1_500, 1_999].map((ms) => quota.take(at(ms)))).toEqual([true, true, false]);
});

it('begins a window when somebody asks, and saves nothing up', () => {
  const quota = new WindowQuota(1, 1_000);
  expect(quota.take(at(5_500))).toBe(true);
  expect(quota.take(at(6_499))).toBe(false);
  expect(quota.take(at(60_000))).toBe(true);
  expect(quota.take(at(60_001))).toBe(false);
});
