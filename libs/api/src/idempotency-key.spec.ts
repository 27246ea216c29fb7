import { idempotencyKeyOf } from './idempotency-key.js';

describe('idempotencyKeyOf', () => {
  it.each([
    ['abc-123', 'abc-123'],
    ['"abc-123"', 'abc-123'],
    ['  "abc"  ', 'abc'],
    ['"with space"', 'with space'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['k'.repeat(255), 'k'.repeat(255)],
    [`"${'k'.repeat(255)}"`, 'k'.repeat(255)],
  ])('reads %s', (header, key) => {
    expect(idempotencyKeyOf(header)).toBe(key);
  });

  it.each([undefined, '', '   ', '""'])('misses the key in %p', (header) => {
    expect(() => idempotencyKeyOf(header)).toThrow(
      expect.objectContaining({ code: 'MISSING_IDEMPOTENCY_KEY', status: 400 }),
    );
  });

  it.each(['k'.repeat(256), '"open', 'two words', 'ñ', '"ñ"', 'a"b', '"a\\b"', '"a", "b"', 'a\tb'])(
    'refuses %s',
    (header) => {
      expect(() => idempotencyKeyOf(header)).toThrow(
        expect.objectContaining({ code: 'INVALID_REQUEST', status: 400 }),
      );
    },
  );
});
