import fc from 'fast-check';
import { tillCode } from './till-code.js';

describe('the code that a payer names at a till', () => {
  it('is twenty digits without a zero before them, the same ones for the same reference', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 48n }), (number) => {
        const code = tillCode(String(number));
        expect(code).toMatch(/^[1-9]\d{19}$/);
        expect(tillCode(String(number))).toBe(code);
      }),
    );
  });

  it('is another one for another reference', () => {
    const codes = Array.from({ length: 10_000 }, (_, at) => tillCode(String(1_763_650_000 + at)));
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('stays what it was: vouchers are out that name it', () => {
    expect(tillCode('1763650123')).toBe('37718879887661843285');
  });
});
