import fc from 'fast-check';
import { fromUnits, fromWholeUnits, money, toUnits, wholeUnits } from './index.js';

const minor = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
const currency = fc.constantFrom('COP' as const, 'USD' as const);

describe('converting to a provider’s unit', () => {
  it('gives whole pesos of an amount without centavos', () => {
    expect(wholeUnits(money(8_500_000n, 'COP'))).toBe(85_000n);
    expect(wholeUnits(money(-100n, 'COP'))).toBe(-1n);
  });

  it('refuses every amount that has centavos', () => {
    const withCentavos = minor.filter((value) => value % 100n !== 0n);
    fc.assert(
      fc.property(withCentavos, currency, (value, code) => {
        expect(() => wholeUnits(money(value, code))).toThrow(
          expect.objectContaining({ code: 'INEXACT' }),
        );
      }),
    );
  });

  it('is undone by reading the units back, with as many decimals or more', () => {
    fc.assert(
      fc.property(minor, currency, fc.integer({ min: 2, max: 18 }), (value, code, decimals) => {
        const amount = money(value, code);
        expect(fromUnits(toUnits(amount, decimals), decimals, code)).toEqual(amount);
      }),
    );
  });

  it('reads whole units as the amount that gives them', () => {
    fc.assert(
      fc.property(minor, currency, (units, code) => {
        expect(wholeUnits(fromWholeUnits(units, code))).toBe(units);
        expect(fromWholeUnits(units, code).minor).toBe(units * 100n);
      }),
    );
  });

  it('refuses to read units finer than a centavo', () => {
    expect(fromUnits(85_000_000n, 3, 'COP')).toEqual(money(8_500_000n, 'COP'));
    expect(() => fromUnits(85_000_001n, 3, 'COP')).toThrow(
      expect.objectContaining({ code: 'INEXACT' }),
    );
  });

  it.each([-1, 19, 1.5, Number.NaN])('refuses %d as a number of decimals', (decimals) => {
    const refused = expect.objectContaining({ code: 'BAD_DECIMALS' });
    expect(() => toUnits(money(1n, 'COP'), decimals)).toThrow(refused);
    expect(() => fromUnits(1n, decimals, 'COP')).toThrow(refused);
  });
});
