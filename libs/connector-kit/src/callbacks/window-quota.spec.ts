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
  const take = (name: string, thing: string, ms: number) => quota.take(name, thing, at(ms));
  expect([take('a', '1', 0), take('a', '2', 1), take('a', '3', 999)]).toEqual([true, true, false]);
  expect([take('b', '3', 999), take('a', '3', 1_000)]).toEqual([true, true]);
});

it('gives the same thing as often as it is asked for', () => {
  const quota = new NamedQuota(1, 1_000);
  const things = ['1', '1', '2', '1'];
  expect(things.map((thing) => quota.take('a', thing, at(0)))).toEqual([true, true, false, true]);
});
