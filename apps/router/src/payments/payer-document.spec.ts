import { documentProblem, nitCheckDigit } from './payer-document.js';

describe('documents of payers', () => {
  it.each([
    ['890903938', 8],
    ['860003020', 1],
    ['800197268', 4],
    ['900123456', 8],
    ['860002964', 4],
    ['899999068', 1],
  ])('NIT %s has check digit %i', (digits, expected) => {
    expect(nitCheckDigit(digits)).toBe(expected);
  });

  it.each([
    ['CC', '1020304051'],
    ['CC', '123'],
    ['CE', '4567'],
    ['NIT', '9001234568'],
    ['NIT', '900123456-8'],
    ['TI', '1020304051'],
    ['PPN', 'AB12'],
    ['PPT', '1234567'],
  ] as const)('accepts %s %s', (type, number) => {
    expect(documentProblem(type, number)).toBeNull();
  });

  it.each([
    ['CC', '12'],
    ['CC', '12345678901'],
    ['CC', '10.203.040'],
    ['CC', '１２３'],
    ['CE', '123'],
    ['NIT', '900123456'],
    ['NIT', '9001234567'],
    ['TI', '123456789'],
    ['PPN', 'ab12'],
    ['PPT', '1234'],
  ] as const)('refuses %s %s', (type, number) => {
    expect(documentProblem(type, number)).toEqual(expect.any(String));
  });
});
