import { clipExpiry } from './clip-expiry.js';

const HOUR_MS = 3_600_000;
const rule = { minimumMs: 12 * HOUR_MS, maximumMs: 192 * HOUR_MS, defaultMs: 72 * HOUR_MS };
const now = new Date('2026-11-20T15:00:00Z');
const inHours = (hours: number) => new Date(now.getTime() + hours * HOUR_MS);

describe('the end to ask for', () => {
  it.each([
    [72, 72],
    [12, 12],
    [192, 192],
    [11, 12],
    [-5, 12],
    [193, 192],
  ])('a wish of %i hours becomes %i', (wished, asked) => {
    expect(clipExpiry(inHours(wished), rule, now)).toEqual(inHours(asked));
  });
});
