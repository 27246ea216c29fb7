import fc from 'fast-check';
import {
  add,
  compare,
  isCurrency,
  isZero,
  money,
  MoneyError,
  negate,
  subtract,
  sum,
  type Money,
} from './index.js';

const minor = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
const cop = minor.map((value) => money(value, 'COP'));

describe('adding and subtracting', () => {
  it('adds minor units in one currency', () => {
    expect(add(money(8_500_000n, 'COP'), money(50n, 'COP'))).toEqual(money(8_500_050n, 'COP'));
  });

  it('does not depend on the order of two amounts', () => {
    fc.assert(fc.property(cop, cop, (a, b) => expect(add(a, b)).toEqual(add(b, a))));
  });

  it('is undone by subtracting', () => {
    fc.assert(fc.property(cop, cop, (a, b) => expect(subtract(add(a, b), b)).toEqual(a)));
  });

  it('subtracts to a negative amount', () => {
    expect(subtract(money(100n, 'USD'), money(250n, 'USD'))).toEqual(money(-150n, 'USD'));
  });

  it('cancels an amount with its negation', () => {
    fc.assert(fc.property(cop, (a) => expect(isZero(add(a, negate(a)))).toBe(true)));
  });

  it('stays exact where a float would not', () => {
    const large = money(9_007_199_254_740_993n, 'COP');
    expect(add(large, money(1n, 'COP')).minor).toBe(9_007_199_254_740_994n);
  });
});

describe('summing a list', () => {
  it('does not depend on the order of the list', () => {
    const shuffled = fc
      .array(cop, { maxLength: 30 })
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([list, other]) => expect(sum(other, 'COP')).toEqual(sum(list, 'COP'))),
    );
  });

  it('gives zero in the named currency for an empty list', () => {
    expect(sum([], 'USD')).toEqual(money(0n, 'USD'));
  });

  it('refuses a list in another currency than the one asked for', () => {
    expect(() => sum([money(1n, 'COP')], 'USD')).toThrow(MoneyError);
  });
});

describe('comparing', () => {
  it('orders amounts by value, also negative ones', () => {
    const sorted = [money(5n, 'COP'), money(-5n, 'COP'), money(0n, 'COP')].toSorted(compare);
    expect(sorted.map((amount) => amount.minor)).toEqual([-5n, 0n, 5n]);
  });

  it('is antisymmetric and agrees with subtraction', () => {
    fc.assert(
      fc.property(cop, cop, (a, b) => {
        expect(compare(a, b) + compare(b, a)).toBe(0);
        expect(compare(a, b) === 0).toBe(isZero(subtract(a, b)));
        expect(compare(a, b) < 0).toBe(subtract(a, b).minor < 0n);
      }),
    );
  });
});

describe('mixed currencies', () => {
  const operations: [string, (left: Money, right: Money) => unknown][] = [
    ['add', add],
    ['subtract', subtract],
    ['compare', compare],
    ['sum', (left, right) => sum([left, right], left.currency)],
  ];

  it.each(operations)('are refused by %s, even when an amount is zero', (_name, operation) => {
    fc.assert(
      fc.property(minor, minor, (a, b) => {
        expect(() => operation(money(a, 'COP'), money(b, 'USD'))).toThrow(
          expect.objectContaining({ code: 'MIXED_CURRENCIES' }),
        );
      }),
    );
  });

  it('are named in the message', () => {
    expect(() => add(money(1n, 'COP'), money(1n, 'USD'))).toThrow('COP and USD');
  });
});

describe('currencies', () => {
  it('are known by their ISO code only', () => {
    expect(['COP', 'USD'].every(isCurrency)).toBe(true);
    expect(['cop', 'EUR', '', 'toString', '__proto__'].some(isCurrency)).toBe(false);
  });
});
