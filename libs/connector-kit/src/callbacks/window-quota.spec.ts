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
  const take = (name: string, ms: number) => quota.take(name, at(ms));
  expect([take('a', 0), take('a', 1), take('a', 999), take('b', 999)]).toEqual([
    ...[true, true, false, true],
  ]);
  expect(take('a', 1_000)).toBe(true);
});

it('gives one again that was given back, and none of a window that is over', () => {
  const quota = new NamedQuota(1, 1_000);
  expect(quota.take('a', at(0))).toBe(true);
  quota.giveBack('a');
  expect([quota.take('a', at(1)), quota.take('a', at(2))]).toEqual([true, false]);
  expect(quota.take('b', at(1_000))).toBe(true);
  quota.giveBack('a');
  expect([quota.take('a', at(1_001)), quota.take('a', at(1_002))]).toEqual([true, false]);
});
