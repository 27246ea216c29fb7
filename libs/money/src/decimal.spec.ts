import fc from 'fast-check';
import { formatDecimal, money, parseDecimal } from './index.js';

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.constantFrom('COP' as const, 'USD'))
  .map(([minor, currency]) => money(minor, currency));

describe('reading a decimal text', () => {
  it.each([
    ['85000', 8_500_000n],
    ['85000.5', 8_500_050n],
    ['85000.50', 8_500_050n],
    ['85000.0000', 8_500_000n],
    ['0.01', 1n],
    ['0', 0n],
    ['-0', 0n],
    ['-0.01', -1n],
    ['-12.30', -1_230n],
    ['00085000', 8_500_000n],
    ['90071992547409.93', 9_007_199_254_740_993n],
  ])('reads %s exactly', (text, minor) => {
    expect(parseDecimal(text, 'COP')).toEqual(money(minor, 'COP'));
  });

  it.each([
    ...['', ' ', '-', '.', '.5', '5.', '+5', ' 5', '5 ', '5\n', '1,000', '1.000,00', '1e3', '0x10'],
    ...['NaN', 'Infinity', '--5', '5.0.0', '٥', '９', '$ 5', '1_000', '9'.repeat(41)],
  ])('refuses %j as not a decimal', (text) => {
    expect(() => parseDecimal(text, 'COP')).toThrow(
      expect.objectContaining({ code: 'NOT_A_DECIMAL' }),
    );
  });

  it.each(['0.001', '85000.505', '-1.9999', '0.00000000000000000001'])(
    'refuses %s, which no centavo can hold',
    (text) => {
      expect(() => parseDecimal(text, 'COP')).toThrow(expect.objectContaining({ code: 'INEXACT' }));
    },
  );

  it('never reads a text as anything but a decimal or an error it names', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), (text) => {
        try {
          parseDecimal(text, 'COP');
        } catch (error) {
          expect(error).toHaveProperty('name', 'MoneyError');
        }
      }),
    );
  });
});

describe('writing a decimal text', () => {
  it.each([
    [8_500_000n, undefined, '85000.00'],
    [8_500_000n, 0, '85000'],
    [8_500_050n, 1, '85000.5'],
    [5n, undefined, '0.05'],
    [-5n, undefined, '-0.05'],
    [0n, undefined, '0.00'],
    [-8_500_000n, 0, '-85000'],
    [1n, 4, '0.0100'],
  ])('writes %d minor units with %p decimals as %s', (minor, decimals, text) => {
    expect(formatDecimal(money(minor, 'COP'), decimals)).toBe(text);
  });

  it('refuses to drop digits', () => {
    const refused = expect.objectContaining({ code: 'INEXACT' });
    expect(() => formatDecimal(money(8_500_050n, 'COP'), 0)).toThrow(refused);
    expect(() => formatDecimal(money(8_500_055n, 'COP'), 1)).toThrow(refused);
  });

  it('is undone by reading, for every amount and number of decimals', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 2, max: 12 }), (value, decimals) => {
        expect(parseDecimal(formatDecimal(value), value.currency)).toEqual(value);
        expect(parseDecimal(formatDecimal(value, decimals), value.currency)).toEqual(value);
      }),
    );
  });

  it('gives back the text it came from, when that has the currency’s decimals', () => {
    const text = fc
      .tuple(fc.boolean(), fc.nat(), fc.nat({ max: 99 }))
      .filter(([negative, whole, cents]) => !negative || whole + cents > 0)
      .map(
        ([minus, whole, cents]) => `${minus ? '-' : ''}${whole}.${String(cents).padStart(2, '0')}`,
      );
    fc.assert(
      fc.property(text, (given) => expect(formatDecimal(parseDecimal(given, 'COP'))).toBe(given)),
    );
  });
});
