import fc from 'fast-check';
import { gs1CheckDigit, isEan13, isNitOf, nitCheckDigit } from './index.js';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });

describe('the check digit of a NIT', () => {
  it.each([
    ['890903938', 8],
    ['860003020', 1],
    ['800197268', 4],
    ['900123456', 8],
    ['860002964', 4],
    ['899999068', 1],
  ])('of %s is %d', (number, digit) => {
    expect(nitCheckDigit(number)).toBe(digit);
  });

  it('does not change with zeros before the number', () => {
    expect(nitCheckDigit('000900123456')).toBe(nitCheckDigit('900123456'));
  });

  it('is the remainder by 11 of the weighted sum, looked up', () => {
    const weights = [41, 37, 29, 23, 19, 17, 13, 7, 3];
    fc.assert(
      fc.property(digits(9), (number) => {
        const sum = number.reduce(
          (total, digit, place) => total + digit * (weights[place] ?? 0),
          0,
        );
        expect(nitCheckDigit(number.join(''))).toBe([0, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1][sum % 11]);
      }),
    );
  });

  it.each(['', '12a', '-1', '9'.repeat(16), '900.123.456'])('is refused for %j', (number) => {
    expect(() => nitCheckDigit(number)).toThrow(RangeError);
  });
});

describe('the NIT of a file header', () => {
  it.each([
    ['with its check digit', '9001234568', '900123456', true],
    ['without it, filled with a zero', '0900123456', '900123456', true],
    ['with a wrong check digit', '9001234567', '900123456', false],
    ['of somebody else', '8909039388', '900123456', false],
    ['of a person whose number has ten digits', '1020304051', '1020304051', true],
  ])('%s is recognized or not', (_name, field, number, expected) => {
    expect(isNitOf(field, number)).toBe(expected);
  });
});

describe('the check digit of GS1', () => {
  it.each(['7709998765436', '7709998105867'])('ends the EAN-13 %s', (code) => {
    expect(gs1CheckDigit(code.slice(0, 12))).toBe(Number(code.slice(12)));
    expect(isEan13(code)).toBe(true);
  });

  it('of the example of the GS1 specifications, 629104150021, is 3', () => {
    expect(gs1CheckDigit('629104150021')).toBe(3);
  });

  it('makes every twelve digits an EAN-13 with one last digit only', () => {
    fc.assert(
      fc.property(digits(12), (number) => {
        const text = number.join('');
        const fitting = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((last) => isEan13(`${text}${last}`));
        expect(fitting).toEqual([gs1CheckDigit(text)]);
      }),
    );
  });

  it.each(['', '7709998765437', '770999876543', '77099987654360', '77099987654 6'])(
    'does not let %j pass as an EAN-13',
    (text) => {
      expect(isEan13(text)).toBe(false);
    },
  );

  it('is refused for what is not a number', () => {
    expect(() => gs1CheckDigit('77099A')).toThrow(RangeError);
    expect(() => gs1CheckDigit('')).toThrow(RangeError);
  });
});
