import { waitOf } from './prefer-wait.js';

describe('Prefer: wait', () => {
  it.each([
    [undefined, 8_000],
    ['wait=0', 0],
    ['wait=5', 5_000],
    ['respond-async, wait=10', 10_000],
    ['WAIT="3"', 3_000],
    ['wait=31', 30_000],
    ['wait=9999', 30_000],
    ['wait=-1', 8_000],
    ['wait=1.5', 8_000],
    ['wait=soon', 8_000],
    ['await=5', 8_000],
    ['', 8_000],
  ])('%s → %i ms', (header, expected) => {
    expect(waitOf(header, 8_000)).toBe(expected);
  });
});
