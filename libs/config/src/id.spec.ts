import { newId, systemClock } from './index.js';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

const numberOf = (id: string): bigint =>
  [...id.slice(id.indexOf('_') + 1)].reduce(
    (sum, digit) => sum * 32n + BigInt(ALPHABET.indexOf(digit)),
    0n,
  );

describe('a new id', () => {
  it('is its prefix and 26 digits that cannot be misread', () => {
    expect(newId('pay')).toMatch(/^pay_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
  });

  it('sorts as text in the order in which it was made', () => {
    const ids = Array.from({ length: 5_000 }, () => newId('att'));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is a UUID of version 7 that carries the time', () => {
    const value = numberOf(newId('pay'));
    expect((value >> 76n) & 0xfn).toBe(7n);
    expect((value >> 62n) & 0x3n).toBe(2n);
    const ageMs = systemClock.now().getTime() - Number(value >> 80n);
    expect(Math.abs(ageMs)).toBeLessThan(5_000);
  });

  it.each(['', 'Pay', 'pay_', 'p4y'])('refuses the prefix %p', (prefix) => {
    expect(() => newId(prefix)).toThrow(RangeError);
  });
});
