import { NamedQuota, WindowQuota } from './window-quota.js';

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

it('gives so many of each name, and forgets them with the window', () => {
  const quota = new NamedQuota(2, 1_000);
  quota.take('a', at(0));
  expect(quota.has('a', at(1))).toBe(true);
  quota.take('a', at(1));
  expect(quota.has('a', at(999))).toBe(false);
  expect(quota.has('b', at(999))).toBe(true);
  expect(quota.has('a', at(1_000))).toBe(true);
});
