import fc from 'fast-check';
import { formatMoney, money, parseDecimal } from './index.js';

describe('an amount for people', () => {
  it.each([
    ['85000', 'COP', 'es-CO', '$ 85.000'],
    ['85000.50', 'COP', 'es-CO', '$ 85.000,50'],
    ['85000.05', 'COP', 'es-CO', '$ 85.000,05'],
    ['0', 'COP', 'es-CO', '$ 0'],
    ['999', 'COP', 'es-CO', '$ 999'],
    ['1000', 'COP', 'es-CO', '$ 1.000'],
    ['1234567.50', 'COP', 'es-CO', '$ 1.234.567,50'],
    ['-85000', 'COP', 'es-CO', '-$ 85.000'],
    ['-0.50', 'COP', 'es-CO', '-$ 0,50'],
    ['85000', 'COP', 'en', 'COP 85,000'],
    ['85000.50', 'COP', 'en', 'COP 85,000.50'],
    ['10.50', 'USD', 'es-CO', 'US$ 10,50'],
    ['10.50', 'USD', 'en', 'US$ 10.50'],
    ['10', 'USD', 'en', 'US$ 10.00'],
    ['-1234.5', 'USD', 'en', '-US$ 1,234.50'],
  ] as const)('of %s %s in %s reads %s', (text, currency, locale, shown) => {
    expect(formatMoney(parseDecimal(text, currency), locale)).toBe(shown);
  });

  it('is never rounded: every digit can be read back from it', () => {
    const locales = fc.constantFrom('es-CO' as const, 'en' as const);
    const currencies = fc.constantFrom('COP' as const, 'USD' as const);
    const minors = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    fc.assert(
      fc.property(minors, currencies, locales, (minor, currency, locale) => {
        const [group, point] = locale === 'en' ? [',', '.'] : ['.', ','];
        const digits = formatMoney(money(minor, currency), locale)
          .replace(/^(-?)[A-Z$]+ /, '$1')
          .replaceAll(group, '')
          .replace(point, '.');
        expect(parseDecimal(digits, currency)).toEqual(money(minor, currency));
      }),
    );
  });

  it('groups whole pesos as Intl does in es-CO', () => {
    const pesos = fc.bigInt({ min: 0n, max: 10n ** 15n });
    const grouped = new Intl.NumberFormat('es-CO', { useGrouping: 'always' });
    fc.assert(
      fc.property(pesos, (whole) => {
        expect(formatMoney(money(whole * 100n, 'COP'), 'es-CO')).toBe(`$ ${grouped.format(whole)}`);
      }),
    );
  });
});
