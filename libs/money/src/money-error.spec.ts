import {
  add,
  allocate,
  basisPoints,
  money,
  MONEY_ERRORS,
  MoneyError,
  parseDecimal,
  toUnits,
  wholeUnits,
} from './index.js';

const peso = money(100n, 'COP');

/** One way into each refusal, and what a person reads about it. */
const REFUSALS: [string, () => unknown, string][] = [
  ['MIXED_CURRENCIES', () => add(peso, money(1n, 'USD')), 'COP and USD'],
  ['INEXACT', () => wholeUnits(money(150n, 'COP')), '150 minor units of COP with 0 decimals'],
  ['NOT_A_DECIMAL', () => parseDecimal('85.000,00', 'COP'), '"85.000,00"'],
  ['BAD_DECIMALS', () => toUnits(peso, -1), '-1 is not within 0 and 18'],
  ['BAD_RATIOS', () => allocate(peso, [1n, -1n]), '[1, -1]'],
  ['BAD_RATE', () => basisPoints(peso, -19n), '-19 basis points'],
];

describe('a refused amount', () => {
  it.each(REFUSALS)('is a MoneyError %s that says what was given', (code, refused, given) => {
    expect(refused).toThrow(MoneyError);
    expect(refused).toThrow(expect.objectContaining({ code, name: 'MoneyError' }));
    expect(refused).toThrow(given);
  });

  it('has a code for which the table has a text, and no text is left over', () => {
    expect(REFUSALS.map(([code]) => code)).toEqual(Object.keys(MONEY_ERRORS));
  });

  it('does not quote a hostile text in full', () => {
    expect(() => parseDecimal('9'.repeat(10_000), 'COP')).toThrow(/^.{1,120}$/);
  });
});
